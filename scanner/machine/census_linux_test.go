package machine

import (
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

// openCensus returns a census of a machine on which no UDP socket has just come or gone.
func openCensus(t *testing.T) *census {
	t.Helper()
	c := newCensus()
	if c == nil {
		t.Fatal("the kernel does not tell enough")
	}
	for c.differs() { // until the test's deadline where it sees differences that there are not
	}
	return c
}

func TestCensus(t *testing.T) {
	if !undisturbed(t) {
		return
	}
	for _, network := range []string{"udp6", "udp4"} {
		c := openCensus(t)
		packets := holdPackets(t, network, 0)
		if !c.differs() {
			t.Errorf("%s: one socket more makes no difference", network)
		}
		if c.differs() {
			t.Errorf("%s: it makes a difference twice", network)
		}
		packets.Close()
		if !c.differs() {
			t.Errorf("%s: one socket less makes no difference", network)
		}
	}
}

// A client that ends and a server that starts are as many sockets as before.
func TestCensusOfOneInTheOthersPlace(t *testing.T) {
	if !undisturbed(t) {
		return
	}
	client := holdPackets(t, "udp4", 0)
	c := openCensus(t)
	client.Close()
	holdPackets(t, "udp4", 0)
	for !c.differs() { // until the test's deadline; the kernel tells of ends a moment later
	}
}

func TestCensusWithoutAFile(t *testing.T) {
	c := openCensus(t)
	c.tallies[0].before = "no such word"
	if !c.differs() {
		t.Error("what cannot be read is taken for what has not changed")
	}
}

func TestCountAfter(t *testing.T) {
	const text = "sockets: used 9\nTCP: inuse 12 orphan 0\nUDP: inuse 305 mem 1\nUDPLITE: inuse 7\nRAW: inuse"
	for _, tt := range []struct {
		word string
		n    int
		ok   bool
	}{
		{"\nUDP: inuse ", 305, true},
		{"\nUDPLITE: inuse ", 7, true},
		{"\nRAW: inuse", 0, false},
		{"\nUDP6: inuse ", 0, false},
	} {
		if n, ok := countAfter([]byte(text), tt.word); n != tt.n || ok != tt.ok {
			t.Errorf("after %q is %d, %v, want %d, %v", tt.word, n, ok, tt.n, tt.ok)
		}
	}
}

// A look at what is known finds a UDP listener that has come, and one that is another's successor: at the first or, where
// another program's socket ends at that moment, the second try.
func TestALookKnowsUDP(t *testing.T) {
	m := New()
	ports := [2]int{freePort(t, claim.UDP), freePort(t, claim.UDP)}
	look(t, m)
	first := holdPackets(t, "udp4", ports[0])
	for !shows(look(t, m), first) {
	}
	second := holdPackets(t, "udp4", ports[1])
	first.Close()
	for p := look(t, m); !shows(p, second) || shows(p, first); p = look(t, m) {
	}
}

func shows(p *Picture, packets net.PacketConn) bool {
	port := portOf(packets.LocalAddr())
	return len(p.On(port, port)) > 0
}

// holdPackets takes a UDP port until the test ends, with 0 any.
func holdPackets(t *testing.T, network string, port int) net.PacketConn {
	t.Helper()
	packets, err := net.ListenPacket(network, ":"+itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { packets.Close() })
	return packets
}

// undisturbed runs a test once more, in a network namespace of its own, where nobody else opens sockets. It reports whether this is
// that run.
func undisturbed(t *testing.T) bool {
	t.Helper()
	if os.Getenv("PORTCLASH_TEST_UNDISTURBED") != "" {
		return true
	}
	require(t, os.Geteuid() == 0, "only root can make a network namespace")
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=1m")
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_UNDISTURBED=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	return false
}
