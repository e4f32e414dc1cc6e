package machine

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// A stage is engines whose answers a test decides, and containers that ask them.
type stage struct {
	containers

	says  engines
	takes time.Duration
	asked int
}

func newStage(ports ...published) *stage {
	s := &stage{says: engines{docker: true, ports: ports, containers: map[string]*Container{}}}
	for _, p := range ports {
		s.says.containers[p.container.ID] = p.container
	}
	s.ask = func(context.Context) engines {
		s.asked++
		<-time.After(s.takes)
		answer := s.says
		answer.asked = time.Now()
		return answer
	}
	return s
}

func publish(address string, port int, c *Container) published {
	p := published{port: port, container: c}
	if address != "" {
		p.addr = netip.MustParseAddr(address)
	}
	return p
}

func listener(address string, port int, o *Owner) Listener {
	return Listener{Addr: netip.MustParseAddr(address), Port: port, Owner: o}
}

var db = &Container{ID: strings.Repeat("ab", 32), Name: "shop-db-1", Image: "postgres:17", Project: "shop", Service: "db", Folder: "/home/me/shop"}

// Which listeners lead into a container: the engine's word, and a process that may stand for one.
func TestContainersBehindListeners(t *testing.T) {
	proxy := func() *Owner { return &Owner{PID: 7, Name: "docker-proxy", Dir: "/", Started: time.Now()} }
	for _, tt := range []struct {
		name string
		port published
		l    Listener
		want bool
	}{
		{"docker-proxy", publish("127.0.0.1", 5432, db), listener("127.0.0.1", 5432, proxy()), true},
		{"on every address", publish("0.0.0.0", 5432, db), listener("0.0.0.0", 5432, proxy()), true},
		{"Podman's empty address", publish("", 5432, db), listener("0.0.0.0", 5432, &Owner{PID: 7, Name: "rootlessport"}), true},
		{"another port", publish("127.0.0.1", 5433, db), listener("127.0.0.1", 5432, proxy()), false},
		{"UDP beside it", published{port: 5432, protocol: claim.UDP, container: db}, listener("0.0.0.0", 5432, proxy()), false},
		{"nobody may look into the process", publish("127.0.0.1", 5432, db), listener("127.0.0.1", 5432, nil), true},
		{"only its user is known", publish("0.0.0.0", 5432, db), listener("0.0.0.0", 5432, &Owner{User: "root"}), true},
		{"an unknown process on another address", publish("127.0.0.1", 5432, db), listener("10.0.0.2", 5432, nil), false},
		{"a desktop's helper on another address", publish("0.0.0.0", 5432, db), listener("::1", 5432, &Owner{PID: 7, Name: "wslrelay.exe"}), true},
		{"the engine itself, told to run no helpers", publish("0.0.0.0", 5432, db), listener("0.0.0.0", 5432, &Owner{PID: 7, Name: "dockerd"}), true},
		{"the engine's own port", publish("0.0.0.0", 5432, db), listener("127.0.0.1", 2375, &Owner{PID: 7, Name: "dockerd"}), false},
		{"a native server, whatever a virtual machine wanted", publish("0.0.0.0", 5432, db), listener("0.0.0.0", 5432, &Owner{PID: 7, Name: "postgres"}), false},
		{"a container in this machine's network", publish("0.0.0.0", 1, db), listener("0.0.0.0", 5432, &Owner{PID: 7, Name: "postgres", cgroup: "/system.slice/docker-" + db.ID + ".scope"}), true},
		{"a container that no engine knows", publish("0.0.0.0", 1, db), listener("0.0.0.0", 5432, &Owner{PID: 7, Name: "x", cgroup: "/docker/" + strings.Repeat("cd", 32)}), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(tt.port)
			before := tt.l.Owner
			ls := []Listener{tt.l}
			s.find(t.Context(), ls)
			if !tt.want {
				if ls[0].Owner != before {
					t.Errorf("owner became %+v", ls[0].Owner)
				}
				return
			}
			if o := ls[0].Owner; o == nil || o.Container != db || o.Stale {
				t.Errorf("owner %+v, want the container", o)
			}
			if before != nil && before.Container != nil {
				t.Error("the process's own owner was changed")
			}
			again := []Listener{tt.l}
			if s.find(t.Context(), again); again[0].Owner != ls[0].Owner {
				t.Error("the same listener has another owner at the next look")
			}
		})
	}
}

// A helper's folder is the engine's. A process that is itself in the container keeps its own.
func TestContainersHideTheHelpersFolder(t *testing.T) {
	s := newStage(publish("", 80, db))
	ls := []Listener{
		listener("0.0.0.0", 80, &Owner{PID: 7, Name: "docker-proxy", Dir: "/srv", Ancestors: []string{"/a"}}),
		listener("0.0.0.0", 81, &Owner{PID: 8, Name: "web", Dir: "/srv", cgroup: "/docker/" + db.ID}),
	}
	s.find(t.Context(), ls)
	if o := ls[0].Owner; o.Dir != "" || o.Ancestors != nil || o.PID != 7 {
		t.Errorf("the helper is %+v, want no folder", o)
	}
	if o := ls[1].Owner; o.Dir != "/srv" || o.Container != db {
		t.Errorf("the process in the container is %+v, want its folder", o)
	}
}

// Engines are asked when a listener that may lead into a container comes or goes, not otherwise.
func TestEnginesAreAskedOnlyOnChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(publish("", 80, db))
		proxy := &Owner{PID: 7, Name: "docker-proxy"}
		node := &Owner{PID: 9, Name: "node"}
		see := func(ls ...Listener) (due time.Time) {
			due, _ = s.find(t.Context(), ls)
			<-time.After(time.Minute)
			return due
		}
		for i, step := range []struct {
			ls    []Listener
			asked int
		}{
			{nil, 0},
			{[]Listener{listener("0.0.0.0", 3000, node)}, 0},
			{[]Listener{listener("0.0.0.0", 80, proxy)}, 1},
			{[]Listener{listener("0.0.0.0", 80, proxy)}, 1},
			{[]Listener{listener("0.0.0.0", 80, proxy), listener("0.0.0.0", 3000, node)}, 1},
			{[]Listener{listener("0.0.0.0", 80, &Owner{PID: 17, Name: "docker-proxy"})}, 2},
			{nil, 2},
		} {
			if due := see(step.ls...); !due.IsZero() || s.asked != step.asked {
				t.Errorf("step %d: asked %d times, due %v; want %d and never", i, s.asked, due, step.asked)
			}
		}
	})
}

// Docker takes the port before it lists the container, so a helper without one is asked about a few times more. When
// it is there for long enough it was left behind.
func TestHelperWithoutContainer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		proxy := &Owner{PID: 7, Name: "docker-proxy", Started: time.Now()}
		node := &Owner{PID: 8, Name: "rootlessport", Started: time.Now()}
		begun := time.Now()
		var staleFrom time.Duration
		for due := time.Now(); !due.IsZero(); <-time.After(time.Until(due)) {
			ls := []Listener{listener("0.0.0.0", 80, proxy), listener("0.0.0.0", 81, node)}
			due, _ = s.find(t.Context(), ls)
			if ls[0].Owner.Stale && staleFrom == 0 {
				staleFrom = time.Since(begun)
			}
			if ls[0].Owner.Container != nil || ls[1].Owner != node {
				t.Fatalf("owners %+v, %+v", ls[0].Owner, ls[1].Owner)
			}
		}
		if staleFrom < settled || staleFrom > 2*settled {
			t.Errorf("left behind after %v, want some time after %v", staleFrom, settled)
		}
		if s.asked != maxTries {
			t.Errorf("asked %d times, want %d", s.asked, maxTries)
		}
	})
}

func TestHelperWhoseContainerIsListedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		ls := []Listener{listener("0.0.0.0", 80, &Owner{PID: 7, Name: "docker-proxy", Started: time.Now()})}
		due, _ := s.find(t.Context(), ls)
		if ls[0].Owner.Container != nil || due.IsZero() {
			t.Fatalf("owner %+v, due %v; want none yet", ls[0].Owner, due)
		}
		s.says.ports = []published{publish("", 80, db)}
		<-time.After(time.Until(due))
		due, _ = s.find(t.Context(), ls)
		if ls[0].Owner.Container != db || !due.IsZero() {
			t.Errorf("owner %+v, due %v; want the container, and peace", ls[0].Owner, due)
		}
	})
}

// An engine that hangs holds up one look. It is asked again behind the looks' backs, and believed when it answers.
func TestHangingEngineCostsOneLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		s.takes, s.says.hung, s.says.trouble = enginePatience, true, errors.New("the engine takes too long")
		proxy := &Owner{PID: 7, Name: "docker-proxy", Started: time.Now().Add(-time.Hour)}
		look := func() (took time.Duration, l Listener, trouble string) {
			ls := []Listener{listener("0.0.0.0", 80, proxy)}
			begun := time.Now()
			_, trouble = s.find(t.Context(), ls)
			return time.Since(begun), ls[0], trouble
		}
		if took, l, trouble := look(); took != enginePatience || l.Owner != proxy || trouble == "" {
			t.Errorf("the first look took %v, owner %+v, trouble %q", took, l.Owner, trouble)
		}
		for range 60 {
			<-time.After(time.Second)
			if took, l, trouble := look(); took != 0 || l.Owner != proxy || trouble == "" {
				t.Fatalf("a later look took %v, owner %+v, trouble %q", took, l.Owner, trouble)
			}
		}
		if s.asked > 7 {
			t.Errorf("asked %d times in a minute", s.asked)
		}
		s.takes, s.says.hung, s.says.trouble = 0, false, nil
		s.says.ports = []published{publish("", 80, db)}
		<-time.After(hungPause)
		look()
		synctest.Wait()
		if took, l, trouble := look(); took != 0 || l.Owner.Container != db || trouble != "" {
			t.Errorf("then the look took %v, owner %+v, trouble %q", took, l.Owner, trouble)
		}
	})
}

// What an engine does not say matters only where a listener is unexplained.
func TestEngineTrouble(t *testing.T) {
	s := newStage(publish("", 80, db))
	s.says.trouble = errors.New("permission denied")
	ls := []Listener{listener("0.0.0.0", 80, &Owner{PID: 7, Name: "docker-proxy"})}
	if _, trouble := s.find(t.Context(), ls); trouble != "" {
		t.Errorf("trouble %q, although all is explained", trouble)
	}
	ls = append(ls, listener("0.0.0.0", 81, nil))
	if _, trouble := s.find(t.Context(), ls); trouble != "permission denied" {
		t.Errorf("trouble %q, want the engine's", trouble)
	}
	if slices.ContainsFunc(ls, func(l Listener) bool { return l.Owner != nil && l.Owner.Stale }) {
		t.Error("a helper counts as left behind, although an engine did not answer")
	}
}

func TestMayForward(t *testing.T) {
	for _, tt := range []struct {
		owner *Owner
		want  bool
	}{
		{nil, true},
		{&Owner{User: "root"}, true},
		{&Owner{User: "root", Service: &Service{Name: "docker.service"}}, true},
		{&Owner{User: "root", Service: &Service{Name: "ssh.service"}}, false},
		{&Owner{User: "postgres"}, false},
		{&Owner{PID: 7, Name: "docker-proxy"}, true},
		{&Owner{PID: 7, Name: "node", User: "root"}, false},
		{&Owner{Container: db, User: "root"}, false},
	} {
		if got := tt.owner.MayForward(); got != tt.want {
			t.Errorf("%+v may forward: %v, want %v", tt.owner, got, tt.want)
		}
	}
}
