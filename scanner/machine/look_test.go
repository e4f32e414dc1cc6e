package machine

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestOneEach(t *testing.T) {
	at := func(addr string, port int, p claim.Protocol, pid int) Listener {
		l := Listener{Addr: netip.MustParseAddr(addr), Port: port, Protocol: p}
		if pid != 0 {
			l.Owner = &Owner{PID: pid}
		}
		return l
	}
	for _, tt := range []struct {
		name string
		ls   []Listener
		want []string
	}{
		{
			"a socket of several processes is the first's",
			[]Listener{at("127.0.0.1", 80, claim.TCP, 0), at("127.0.0.1", 80, claim.TCP, 30), at("127.0.0.1", 80, claim.TCP, 20)},
			[]string{"127.0.0.1:80 20"},
		},
		{
			"sorted by port, protocol, address",
			[]Listener{at("127.0.0.1", 80, claim.UDP, 0), at("::1", 80, claim.TCP, 3), at("127.0.0.1", 80, claim.TCP, 2), at("127.0.0.1", 79, claim.TCP, 1)},
			[]string{"127.0.0.1:79 1", "127.0.0.1:80 2", "[::1]:80 3", "127.0.0.1:80/udp 0"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range oneEach(tt.ls) {
				pid := 0
				if l.Owner != nil {
					pid = l.Owner.PID
				}
				got = append(got, fmt.Sprintf("%s %d", l.Endpoint(), pid))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
