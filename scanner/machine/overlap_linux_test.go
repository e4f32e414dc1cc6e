package machine

import (
	"errors"
	"net"
	"net/netip"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

// What claim.Reach.Overlaps says is what happens when two programs bind the two addresses, for every pair.
func TestOverlapsAsBindsDo(t *testing.T) {
	type address struct {
		network, host string
		v6only        bool
	}
	addresses := []address{
		{"tcp4", "127.0.0.1", false},
		{"tcp4", "127.0.0.2", false},
		{"tcp4", "0.0.0.0", false},
		{"tcp6", "::1", false},
		{"tcp", "::", false}, // dual
		{"tcp6", "::", true},
	}
	reach := func(a address) claim.Reach {
		return Listener{Addr: netip.MustParseAddr(a.host), V6Only: a.v6only}.Reach()
	}
	name := func(a address) string {
		if a.v6only {
			return a.host + " v6only"
		}
		return a.host
	}
	for _, holder := range addresses {
		for _, wanted := range addresses {
			t.Run(name(holder)+" held, "+name(wanted)+" wanted", func(t *testing.T) {
				port := freePort(t, claim.TCP)
				first, err := net.Listen(holder.network, net.JoinHostPort(holder.host, itoa(port)))
				if err != nil {
					t.Fatal(err)
				}
				defer first.Close()
				second, err := net.Listen(wanted.network, net.JoinHostPort(wanted.host, itoa(port)))
				if err == nil {
					second.Close()
				} else if !errors.Is(err, syscall.EADDRINUSE) {
					t.Fatal(err)
				}
				if refused, want := err != nil, reach(holder).Overlaps(reach(wanted)); refused != want {
					t.Errorf("the second bind is refused: %v, Overlaps says %v", refused, want)
				}
				if got := (Facts{OS: "linux"}).Outcome(reach(holder), reach(wanted)); (got == Refused) != (err != nil) || got != Refused && got != Beside {
					t.Errorf("the second bind is refused: %v, Outcome says %d", err != nil, got)
				}
			})
		}
	}
}

func TestLookTellsAFamilyThatIsLeftAlone(t *testing.T) {
	m := New()
	v6only := func(port int) []bool {
		var is []bool
		for _, l := range look(t, m).On(port, port) {
			if l.Addr == netip.IPv6Unspecified() {
				is = append(is, l.V6Only)
			}
		}
		return is
	}
	alone, _ := listen(t, "tcp6", "[::]")
	udp, _ := listen(t, "udp6", "[::]")
	dual, _ := listen(t, "tcp", "[::]")
	beside, _ := listen(t, "tcp6", "[::]")
	other, err := net.Listen("tcp4", "0.0.0.0:"+itoa(beside))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for range 2 { // the second look remembers
		for port, want := range map[int]bool{alone: true, udp: true, dual: false, beside: true} {
			if got := v6only(port); len(got) != 1 || got[0] != want {
				t.Errorf("port %d: V6Only %v, want %v", port, got, want)
			}
		}
	}
}
