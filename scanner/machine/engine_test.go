//go:build unix

package machine

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// What Docker 28 and Podman 5 answer, shortened to what matters and around it.
const (
	dockerList = `[{"Id":"aa11","Names":["/shop-db-1"],"Image":"postgres:17","Created":1700000000,"State":"running","Labels":{
		"com.docker.compose.project":"shop","com.docker.compose.service":"db","com.docker.compose.project.working_dir":"/no/such/shop"},
		"Ports":[{"IP":"0.0.0.0","PrivatePort":5432,"PublicPort":5432,"Type":"tcp"},{"IP":"::","PrivatePort":5432,"PublicPort":5432,"Type":"tcp"},
		{"PrivatePort":9000,"Type":"tcp"},{"IP":"127.0.0.1","PrivatePort":53,"PublicPort":5353,"Type":"udp"},{"IP":"0.0.0.0","PrivatePort":7,"PublicPort":7,"Type":"sctp"}]},
		{"Id":"bb22","Names":[],"Image":"vsc-shop","Labels":{"devcontainer.local_folder":"/no/such/dev"},"Ports":[]}]`
	podmanList = `[{"Id":"cc33","Names":["/web"],"Image":"docker.io/library/nginx:1","Labels":null,"Ports":[{"IP":"","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]`
)

func TestParseContainers(t *testing.T) {
	containers, ports, err := parseContainers([]byte(dockerList))
	if err != nil {
		t.Fatal(err)
	}
	shop := &Container{ID: "aa11", Name: "shop-db-1", Image: "postgres:17", Project: "shop", Service: "db", Folder: "/no/such/shop"}
	dev := &Container{ID: "bb22", Image: "vsc-shop", Folder: "/no/such/dev"}
	if want := map[string]*Container{"aa11": shop, "bb22": dev}; !reflect.DeepEqual(containers, want) {
		t.Errorf("containers %+v, want %+v", containers, want)
	}
	want := []published{
		{netip.IPv4Unspecified(), 5432, claim.TCP, shop},
		{netip.IPv6Unspecified(), 5432, claim.TCP, shop},
		{netip.AddrFrom4([4]byte{127, 0, 0, 1}), 5353, claim.UDP, shop},
	}
	if !reflect.DeepEqual(ports, want) {
		t.Errorf("ports %+v, want %+v", ports, want)
	}
	if _, _, err := parseContainers([]byte(`{"message":"page not found"}`)); err == nil {
		t.Error("an error message passes for a list")
	}
}

// The folder of a project is the same folder however the engine spells it.
func TestContainerFolderIsResolved(t *testing.T) {
	dir, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	label, err := json.Marshal(link)
	if err != nil {
		t.Fatal(err)
	}
	containers, _, err := parseContainers([]byte(`[{"Id":"x","Labels":{"com.docker.compose.project.working_dir":` + string(label) + `}}]`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := containers["x"].Folder, resolve(dir); got != want {
		t.Errorf("folder %q, want %q", got, want)
	}
}

func FuzzParseContainers(f *testing.F) {
	f.Add([]byte(dockerList))
	f.Add([]byte(podmanList))
	f.Fuzz(func(t *testing.T, list []byte) {
		_, ports, _ := parseContainers(list)
		for _, p := range ports {
			if p.port < 1 || p.port > 65535 || p.container == nil || p.addr.Is4In6() || p.reach().Empty() {
				t.Errorf("%q publishes %+v", list, p)
			}
		}
	})
}

// noEngines hides this machine's engines and their settings from a test.
func noEngines(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{"DOCKER_HOST", "CONTAINER_HOST", "DOCKER_CONFIG"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_RUNTIME_DIR", home)
	system := systemEngines
	systemEngines = nil
	t.Cleanup(func() { systemEngines = system })
	return home
}

// engine starts an engine on a unix socket, and returns the socket.
func engine(t *testing.T, serve http.HandlerFunc) string {
	t.Helper()
	socket := filepath.Join(shortDir(t), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: serve}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return socket
}

// shortDir returns a folder whose path leaves room for a socket's name, which may have 107 bytes.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "engine") //nolint:usetesting // t.TempDir's path has the test's name in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// lists answers as an engine does.
func lists(server, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/containers/json" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Server", server)
		w.Write([]byte(body))
	}
}

// names returns the containers of an answer.
func (e engines) names() []string {
	var names []string
	for _, c := range e.containers {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return names
}

// Every engine that the user or the system names is asked: DOCKER_HOST, CONTAINER_HOST, contexts, usual places.
func TestEnginesAreFound(t *testing.T) {
	docker := func(t *testing.T) string { return engine(t, lists("Docker/28.3.2 (linux)", dockerList)) }
	podman := func(t *testing.T) string { return engine(t, lists("Libpod/5.4.0 (linux)", podmanList)) }
	context := func(t *testing.T, config, socket string) {
		dir := filepath.Join(config, "contexts", "meta", "0123abcd")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		meta := `{"Name":"desktop-linux","Metadata":{},"Endpoints":{"docker":{"Host":"unix://` + socket + `","SkipTLSVerify":false}}}`
		if err := os.WriteFile(filepath.Join(dir, "meta.json"), []byte(meta), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name   string
		setUp  func(t *testing.T, home string)
		want   []string
		docker bool
	}{
		{"DOCKER_HOST", func(t *testing.T, _ string) { t.Setenv("DOCKER_HOST", "unix://"+docker(t)) }, []string{"", "shop-db-1"}, true},
		{"CONTAINER_HOST", func(t *testing.T, _ string) { t.Setenv("CONTAINER_HOST", "unix://"+podman(t)) }, []string{"web"}, false},
		{"both", func(t *testing.T, _ string) {
			t.Setenv("DOCKER_HOST", "unix://"+docker(t))
			t.Setenv("CONTAINER_HOST", "unix://"+podman(t))
		}, []string{"", "shop-db-1", "web"}, true},
		{"a context", func(t *testing.T, home string) { context(t, filepath.Join(home, ".docker"), podman(t)) }, []string{"web"}, false},
		{"a context of DOCKER_CONFIG", func(t *testing.T, home string) {
			t.Setenv("DOCKER_CONFIG", filepath.Join(home, "[c]"))
			context(t, filepath.Join(home, "[c]"), podman(t))
		}, []string{"web"}, false},
		{"a usual place", func(t *testing.T, home string) {
			if err := os.Symlink(podman(t), filepath.Join(home, "docker.sock")); err != nil {
				t.Fatal(err)
			}
		}, []string{"web"}, false},
		{"one socket under two names is one engine", func(t *testing.T, home string) {
			socket := podman(t)
			if err := os.Symlink(socket, filepath.Join(home, "docker.sock")); err != nil {
				t.Fatal(err)
			}
			t.Setenv("DOCKER_HOST", "unix://"+socket)
		}, []string{"web"}, false},
		{"over TCP on this machine", func(t *testing.T, _ string) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			server := &http.Server{Handler: lists("Docker/28.3.2 (linux)", dockerList)}
			go server.Serve(l)
			t.Cleanup(func() { server.Close() })
			t.Setenv("DOCKER_HOST", "tcp://"+l.Addr().String())
		}, []string{"", "shop-db-1"}, true},
		{"nothing there", func(t *testing.T, home string) { t.Setenv("DOCKER_HOST", "unix://"+home+"/none") }, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.setUp(t, noEngines(t))
			e := askEngines(t.Context())
			if got := e.names(); !slices.Equal(got, tt.want) || e.docker != tt.docker || e.none != (tt.want == nil) || e.trouble != nil {
				t.Errorf("found %q, docker %v, none %v, trouble %v; want %q, docker %v", got, e.docker, e.none, e.trouble, tt.want, tt.docker)
			}
		})
	}
}

// An engine that hangs is given up in time, and the others' answers are kept.
func TestEngineHangs(t *testing.T) {
	noEngines(t)
	hung, err := net.Listen("unix", filepath.Join(shortDir(t), "s")) // whose connections nobody accepts
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	t.Setenv("DOCKER_HOST", "unix://"+hung.Addr().String())
	t.Setenv("CONTAINER_HOST", "unix://"+engine(t, lists("Libpod/5.4.0 (linux)", podmanList)))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	e := askEngines(ctx)
	if !e.hung || !errors.Is(e.trouble, os.ErrDeadlineExceeded) || !slices.Contains(e.names(), "web") {
		t.Errorf("hung %v, trouble %v, found %q", e.hung, e.trouble, e.names())
	}
	// A person reads it: the engine's address once, and nothing of the call.
	if want := "takes too long to answer: i/o timeout"; !strings.HasSuffix(e.trouble.Error(), want) {
		t.Errorf("trouble %v, want … %s", e.trouble, want)
	}
}

// What is no engine, or none for us, is trouble and never "no containers".
func TestEngineRefuses(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"an error":    func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) },
		"nonsense":    lists("nginx", "<html>"),
		"cut short":   lists("Docker/28", dockerList[:100]),
		"not allowed": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) },
	} {
		t.Run(name, func(t *testing.T) {
			noEngines(t)
			t.Setenv("DOCKER_HOST", "unix://"+engine(t, serve))
			if e := askEngines(t.Context()); e.trouble == nil || e.none || e.hung {
				t.Errorf("trouble %v, none %v, hung %v", e.trouble, e.none, e.hung)
			}
		})
	}
}

func TestLocalEngine(t *testing.T) {
	for host, want := range map[string]engineSocket{
		"unix:///no/such.sock":                      {"unix", "/no/such.sock"},
		"tcp://127.0.0.1:2375":                      {"tcp", "127.0.0.1:2375"},
		"tcp://localhost:2375/":                     {"tcp", "localhost:2375"},
		"http://[::1]:2375":                         {"tcp", "[::1]:2375"},
		"npipe:////./pipe/docker_engine":            {"npipe", "//./pipe/docker_engine"},
		"tcp://10.0.0.7:2375":                       {},
		"tcp://build.example.com:2376":              {},
		"ssh://me@host":                             {},
		"ssh://core@127.0.0.1:5123/run/podman.sock": {},
		"":                     {},
		"unix://":              {},
		"tcp://127.0.0.1":      {},
		"/var/run/docker.sock": {},
		"unix:///no/such.sock\x00tcp://127.0.0.1:2375": {"unix", "/no/such.sock\x00tcp://127.0.0.1:2375"},
	} {
		got, ok := localEngine(host)
		if !ok {
			got = engineSocket{}
		}
		if got != want || ok != (want != engineSocket{}) {
			t.Errorf("%q is %+v, %v, want %+v", host, got, ok, want)
		}
	}
}
