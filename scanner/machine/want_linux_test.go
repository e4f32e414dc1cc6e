package machine

import (
	"net"
	"os"
	"testing"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// lookAgain looks when the wanted ports are to be tried again.
func lookAgain(t *testing.T, m *Machine) *Picture {
	t.Helper()
	m.wants.due = time.Time{}
	p, err := m.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// An outgoing connection keeps a server from its own port: the picture tells of it exactly as long as a bind fails.
func TestLookTellsWhatBlocksAWantedPort(t *testing.T) {
	near, far := connected4(t, 0)
	port := portOf(near.LocalAddr())
	m := New()
	m.Want([]int{80, port})
	if l, err := net.Listen("tcp", ":"+itoa(port)); err == nil {
		l.Close()
		t.Fatal("the kernel lets a server have the port of a connection")
	}
	if found := lookAgain(t, m).Blockers; len(found) > 0 {
		t.Errorf("at the first try: %+v, want patience", found)
	}
	if wait := time.Until(m.wants.due); wait > certainAfter {
		t.Errorf("tried again in %v", wait)
	}
	p := lookAgain(t, m)
	if len(p.Blockers) != 1 || int(p.Blockers[0].Local.Port()) != port || p.Blockers[0].Owner == nil || p.Blockers[0].Owner.PID != os.Getpid() {
		t.Fatalf("at the second try: %+v, want this process's connection", p.Blockers)
	}
	plain := m.wants.plain
	if once, again := m.withBlockers(t.Context(), plain, false), m.withBlockers(t.Context(), plain, true); once != p || again != p {
		t.Error("the same connection makes another picture")
	}
	near.Close() // whoever closes first waits: TIME_WAIT is nothing to report
	if n, err := far.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Fatal("the connection lives")
	}
	far.Close()
	fresh := New()
	fresh.Want([]int{port})
	if found := look(t, fresh).Blockers; len(found) > 0 {
		t.Errorf("after the connection: %+v", found)
	}
}

func TestLookCloselyTellsOfAConnectionAtOnce(t *testing.T) {
	near, _ := connected4(t, 0)
	port := portOf(near.LocalAddr())
	m := New()
	m.Want([]int{port})
	if found := look(t, m).Blockers; len(found) != 1 {
		t.Errorf("found %+v, want one", found)
	}
}

// A listener is the reason by itself, and what was seen before it came is not told any more.
func TestListenersAreNoBlockers(t *testing.T) {
	m := New()
	near, _ := connected4(t, 0)
	port := portOf(near.LocalAddr())
	m.Want([]int{port})
	look(t, m)
	hold(t, "tcp4", "127.0.0.2", port) // another address, which the connection leaves free
	p, err := m.Look(t.Context())
	if err != nil || len(p.Blockers) > 0 {
		t.Errorf("found %+v, %v", p.Blockers, err)
	}
}

// A program may choose the end of its connection; where very many ports are wanted only those are tried that the system
// chooses.
func TestWantedPortsOfManyAndOfFew(t *testing.T) {
	chosen := freePort(t, claim.TCP)
	connected4(t, chosen)
	near, _ := connected4(t, 0)
	given := portOf(near.LocalAddr())
	for _, tt := range []struct{ others, want int }{{0, 2}, {maxTried, 1}} {
		wanted := []int{chosen, given}
		for port := range tt.others {
			wanted = append(wanted, 2000+port)
		}
		m := New()
		m.Want(wanted)
		if found := look(t, m).Blockers; len(found) != tt.want {
			t.Errorf("of %d ports %d are blocked, want %d: %+v", len(wanted), len(found), tt.want, found)
		}
	}
}

// Looks in between cost nothing.
func TestWantedPortsCostNothingInBetween(t *testing.T) {
	m := New()
	m.Want([]int{80, 3000, 8080, ephemeralPort(t)})
	look(t, m)
	m.wants.due = time.Now().Add(time.Hour)
	before, err := m.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() {
		if p := m.withBlockers(t.Context(), before, false); p != before {
			t.Error("another picture")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// ephemeralPort returns a free port of the range that outgoing connections get theirs from.
func ephemeralPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return portOf(l.Addr())
}

// connected4 returns both ends of a connection over 127.0.0.1, of which the near one has the port; with 0 one that the
// system gives it, which nobody else can take in between as where a free one is looked for first.
func connected4(t *testing.T, port int) (near, far net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}}
	if near, err = d.DialContext(t.Context(), "tcp4", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close() })
	if far, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { far.Close() })
	return near, far
}

// What fifty wanted ports cost every four seconds, beside a look at an unchanged machine.
func BenchmarkWantedPorts(b *testing.B) {
	m := New()
	if _, err := m.LookClosely(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("an unchanged look", func(b *testing.B) {
		for b.Loop() {
			if _, err := m.Look(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	var wanted []int
	for port := range 50 {
		wanted = append(wanted, 3000+port)
	}
	m.Want(wanted)
	b.Run("fifty ports tried", func(b *testing.B) {
		p := m.last.Load()
		for b.Loop() {
			m.withBlockers(b.Context(), p, true)
		}
	})
}
