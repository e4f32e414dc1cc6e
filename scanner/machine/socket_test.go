package machine

import (
	"fmt"
	"net/netip"
	"slices"
	"syscall"
	"testing"

	"github.com/shirou/gopsutil/v3/net"
)

func tcp(family int, ip string, port int, status string, pid int) net.ConnectionStat {
	return net.ConnectionStat{
		Family: uint32(family), Type: syscall.SOCK_STREAM, Status: status, Pid: int32(pid),
		Laddr: net.Addr{IP: ip, Port: uint32(port)},
	}
}

func udp(ip string, port, peer int) net.ConnectionStat {
	return net.ConnectionStat{
		Family: syscall.AF_INET, Type: syscall.SOCK_DGRAM, Status: "NONE",
		Laddr: net.Addr{IP: ip, Port: uint32(port)}, Raddr: net.Addr{IP: "0.0.0.0", Port: uint32(peer)},
	}
}

func TestListening(t *testing.T) {
	const v4, v6 = syscall.AF_INET, syscall.AF_INET6
	for _, tt := range []struct {
		name    string
		sockets []net.ConnectionStat
		want    []string // address port/protocol pid
	}{
		{"only those that listen", []net.ConnectionStat{tcp(v4, "127.0.0.1", 80, "LISTEN", 1), tcp(v4, "127.0.0.1", 81, "ESTABLISHED", 1), tcp(v4, "127.0.0.1", 82, "", 1)}, []string{"127.0.0.1 80/tcp 1"}},
		{"UDP without a peer", []net.ConnectionStat{udp("127.0.0.1", 53, 0), udp("127.0.0.1", 54, 9)}, []string{"127.0.0.1 53/udp 0"}},
		{"no UDP client", []net.ConnectionStat{udp("0.0.0.0", 40000, 0), udp("0.0.0.0", 5353, 0)}, []string{"0.0.0.0 5353/udp 0"}},
		{"lsof's wildcards", []net.ConnectionStat{tcp(v6, "*", 80, "LISTEN", 1), tcp(v4, "*", 80, "LISTEN", 1)}, []string{":: 80/tcp 1", "0.0.0.0 80/tcp 1"}},
		{"Java's IPv4 addresses", []net.ConnectionStat{tcp(v6, "::ffff:127.0.0.1", 80, "LISTEN", 1)}, []string{"127.0.0.1 80/tcp 1"}},
		{"zones", []net.ConnectionStat{tcp(v6, "fe80::1%en0", 80, "LISTEN", 1)}, []string{"fe80::1 80/tcp 1"}},
		{"nonsense", []net.ConnectionStat{tcp(v4, "localhost", 80, "LISTEN", 1), tcp(v4, "", 80, "LISTEN", 1), tcp(v4, "127.0.0.1", 0, "LISTEN", 1), tcp(v4, "127.0.0.1", 65536, "LISTEN", 1), {Type: 9}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, h := range listening(tt.sockets, Facts{Ephemeral: [2]int{32768, 60999}}) {
				got = append(got, fmt.Sprintf("%s %d/%s %d", h.Addr, h.Port, h.Protocol, h.pid))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzListening(f *testing.F) {
	f.Add("127.0.0.1", uint32(80))
	f.Add("::ffff:1.2.3.4%eth0", uint32(70000))
	f.Fuzz(func(t *testing.T, ip string, port uint32) {
		for _, h := range listening([]net.ConnectionStat{tcp(syscall.AF_INET6, ip, int(port), "LISTEN", 1)}, Facts{}) {
			if !h.Addr.IsValid() || h.Addr.Is4In6() || h.Addr.Zone() != "" || h.Port < 1 || h.Port > 65535 {
				t.Errorf("%q:%d became %+v", ip, port, h.Listener)
			}
			if again, err := netip.ParseAddr(h.Addr.String()); err != nil || again != h.Addr {
				t.Errorf("%q is not what it says: %v", h.Addr, err)
			}
		}
	})
}
