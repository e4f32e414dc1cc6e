package registry

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestService(t *testing.T) {
	for _, tt := range []struct {
		port     int
		tcp, udp string
	}{
		{1, "tcpmux", "tcpmux"}, // the first row
		{22, "ssh", "ssh"},
		{80, "http", "http"},
		{443, "https", "https"},
		{3000, "remoteware-cl", "remoteware-cl"},
		{6379, "redis", ""},
		{27017, "mongodb", ""},
		{4, "", ""},
		{0, "", ""},
		{-1, "", ""},
		{62893, "", ""},
		{65535, "", ""},
		{70000, "", ""},
	} {
		if got := Service(tt.port, claim.TCP); got != tt.tcp {
			t.Errorf("%d/tcp is %q, want %q", tt.port, got, tt.tcp)
		}
		if got := Service(tt.port, claim.UDP); got != tt.udp {
			t.Errorf("%d/udp is %q, want %q", tt.port, got, tt.udp)
		}
	}
}

// Every row is found, under its own number and no other; the rows are sorted, or the search could not find them.
func TestServiceFindsEveryRow(t *testing.T) {
	rows := map[int]string{}
	last := -1
	for line := range strings.Lines(services) {
		digits, names, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		port, err := strconv.Atoi(digits)
		if !ok || err != nil || port <= last || port > 65535 || names == "" || len(strings.Fields(names)) > 2 {
			t.Fatalf("bad row %q after %d", line, last)
		}
		last, rows[port] = port, names
	}
	if len(rows) < 6000 {
		t.Fatalf("%d rows, want all of IANA's", len(rows))
	}
	for port := range 65536 {
		names := rows[port]
		if got, want := Service(port, claim.TCP), nameFor(claim.TCP, names); got != want {
			t.Errorf("%d/tcp is %q, want %q", port, got, want)
		}
		if got, want := Service(port, claim.UDP), nameFor(claim.UDP, names); got != want {
			t.Errorf("%d/udp is %q, want %q", port, got, want)
		}
	}
}

func TestClassOf(t *testing.T) {
	for port, want := range map[int]string{0: "system", 1023: "system", 1024: "user", 49151: "user", 49152: "dynamic", 65535: "dynamic"} {
		if got := ClassOf(port).String(); got != want {
			t.Errorf("%d is %s, want %s", port, got, want)
		}
	}
}

func TestUnsafe(t *testing.T) {
	for i := 1; i < len(unsafe); i++ {
		if unsafe[i-1] >= unsafe[i] {
			t.Fatalf("not sorted: %d before %d", unsafe[i-1], unsafe[i])
		}
	}
	for port, want := range map[int]bool{0: true, 22: true, 6000: true, 6667: true, 10080: true, 80: false, 443: false, 8080: false, 65616: false, -65536: false} {
		if got := Unsafe(port); got != want {
			t.Errorf("%d is unsafe: %v, want %v", port, got, want)
		}
	}
}

func TestSensitive(t *testing.T) {
	for port, want := range map[int]string{5432: "PostgreSQL", 6379: "Redis", 2375: "the Docker engine", 9229: "Node's inspector", 3000: "", 80: "", 0: ""} {
		d, ok := Sensitive(port)
		if d.Name != want || ok != (want != "") {
			t.Errorf("%d is %q, %v, want %q", port, d.Name, ok, want)
		}
	}
	listed := map[int]string{}
	for _, d := range daemons {
		if d.Name == "" || d.Kind.String() == "" || len(d.Ports)+len(d.Inside) == 0 || len(d.Words) == 0 {
			t.Errorf("%+v lacks something", d)
		}
		for _, p := range d.Ports {
			if other, twice := listed[p]; twice || p < 1 || p > 65535 {
				t.Errorf("%d of %s: of %q already, or no port", p, d.Name, other)
			}
			listed[p] = d.Name
		}
		for _, w := range d.Words {
			if w == "" || w != strings.ToLower(w) {
				t.Errorf("word %q of %s is not in lower case", w, d.Name)
			}
		}
	}
}

// TestNamed: what a port means may hang on the name of what takes it.
func TestNamed(t *testing.T) {
	for name, want := range map[string]string{"adminer": "Adminer", "traefik": "Traefik's dashboard", "nginx": ""} {
		d, _ := Named(8080, func(d Daemon) bool { return slices.Contains(d.Words, name) })
		if d.Name != want {
			t.Errorf("%s on 8080 is %q, want %q", name, d.Name, want)
		}
	}
	if d, ok := Named(4711, func(Daemon) bool { return true }); ok {
		t.Errorf("%s takes 4711", d.Name)
	}
}

func BenchmarkService(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Service(8080, claim.TCP)
	}
}

func TestServesHTTP(t *testing.T) {
	for program, want := range map[string][2]bool{"vite": {true, true}, "gunicorn": {true, false}, "redis-server": {}, "": {}} {
		if got := [2]bool{ServesHTTP(program), DevServer(program)}; got != want {
			t.Errorf("%q serves HTTP, and to developers: %v, want %v", program, got, want)
		}
	}
}
