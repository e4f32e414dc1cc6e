package machine

import (
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestBlockers(t *testing.T) {
	m := New()
	look(t, m)
	for _, tt := range []struct {
		name string
		hold func(t *testing.T, port int)
		want bool
	}{
		{"nobody", func(*testing.T, int) {}, false},
		{"a listener", listening4("127.0.0.1"), false},
		{"an outgoing connection", outgoing, true},
		{"a connection of a server that has ended", orphan, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			port := freePort(t, claim.TCP)
			tt.hold(t, port)
			found, err := m.Blockers(t.Context(), port)
			if err != nil || len(found) > 0 != tt.want {
				t.Fatalf("found %+v, %v, want any: %v", found, err, tt.want)
			}
			for _, b := range found {
				if b.Owner == nil || b.Owner.PID != os.Getpid() || int(b.Local.Port()) != port || !b.Peer.IsValid() || b.Closing {
					t.Errorf("found %+v, want this process's connection", b)
				}
			}
		})
	}
}

// What is left of an outgoing connection keeps a server from the port for a while; it is nobody's any more.
func TestBlockersThatAreClosing(t *testing.T) {
	port := freePort(t, claim.TCP)
	far, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}}
	near, err := d.Dial("tcp4", far.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	served, err := far.Accept()
	if err != nil {
		t.Fatal(err)
	}
	near.Close() // whoever closes first waits
	if n, err := served.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Fatal("the connection lives")
	}
	served.Close()
	m := New()
	found, err := m.Blockers(t.Context(), port)
	if err != nil || len(found) != 1 || !found[0].Closing || found[0].Owner != nil {
		t.Errorf("found %+v, %v, want one that is closing", found, err)
	}
}

// A socket that is bound and nothing more is told of by kernels from 6.8 on.
func TestBlockersThatAreOnlyBound(t *testing.T) {
	port := freePort(t, claim.TCP)
	bound(t, syscall.SOCK_STREAM, port, false)
	m := New()
	found, err := m.Blockers(t.Context(), port)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range found {
		if b.Peer.IsValid() || b.Owner == nil || b.Owner.PID != os.Getpid() {
			t.Errorf("found %+v, want this process's socket", b)
		}
	}
}
