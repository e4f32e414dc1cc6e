package machine

import (
	"net/netip"
	"syscall"

	"github.com/shirou/gopsutil/v3/net"

	"github.com/portclash/portclash/scanner/claim"
)

// A held listener is one whose owner is still only a number: 0 where the machine will not tell.
type held struct {
	Listener

	pid int
}

// listening returns those of the sockets that listen.
func listening(sockets []net.ConnectionStat, facts Facts) []held {
	var found []held
	for _, s := range sockets {
		l := Listener{Port: int(s.Laddr.Port)}
		switch s.Type {
		case syscall.SOCK_STREAM:
			if s.Status != "LISTEN" {
				continue
			}
			l.Protocol = claim.TCP
		case syscall.SOCK_DGRAM:
			if s.Raddr.Port != 0 || facts.IsEphemeral(l.Port) {
				continue
			}
			l.Protocol = claim.UDP
		default:
			continue
		}
		addr, ok := address(s)
		if !ok || l.Port < 1 || l.Port > 65535 {
			continue
		}
		l.Addr = addr
		found = append(found, held{l, int(s.Pid)})
	}
	return found
}

// address returns the local address of a socket. lsof writes "*" for every address of the family, and Java's
// sockets are IPv6 ones on addresses such as ::ffff:127.0.0.1, which IPv4 clients reach.
func address(s net.ConnectionStat) (netip.Addr, bool) {
	if s.Laddr.IP == "*" {
		if s.Family == syscall.AF_INET6 {
			return netip.IPv6Unspecified(), true
		}
		return netip.IPv4Unspecified(), true
	}
	addr, err := netip.ParseAddr(s.Laddr.IP)
	if err != nil {
		return netip.Addr{}, false
	}
	return addr.Unmap().WithZone(""), true
}
