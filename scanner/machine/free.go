package machine

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/portclash/portclash/scanner/claim"
)

// Free reports whether nothing on this machine holds the port, at whatever address, so that a server may start on
// it: not only listeners count but also connections that have it as their own port, and sockets that are only bound.
// Asking disturbs nobody: it binds without listening, for some millionths of a second. The error is that the
// machine does not let us try, which is neither "free" nor "held"; fs.ErrPermission is in it for a port below
// Facts.Unprivileged.
//
// Linux, measured: one bind of every address of both families, with SO_REUSEADDR for TCP and without for UDP,
// answers as a starting server would be answered whatever holds the port. Elsewhere an address may be bound beside
// every address, so the four are tried in turn; what holds one of the machine's other addresses escapes them.
func Free(port int, p claim.Protocol) (bool, error) {
	tried := false
	for _, addr := range probed {
		switch err := bind(addr, port, p); {
		case errors.Is(err, errHeld):
			return false, nil
		case errors.Is(err, errNoAddress):
			continue
		case err != nil:
			return false, fmt.Errorf("try %s port %d: %w", p, port, err)
		}
		tried = true
		if addr == netip.IPv6Unspecified() && wildcardTellsAll {
			break
		}
	}
	if !tried {
		return false, fmt.Errorf("try %s port %d: %w", p, port, errNoAddress)
	}
	return true, nil
}

// probed are the addresses that servers of developers are on. IPv6's wildcard is bound for both families.
var probed = []netip.Addr{
	netip.IPv6Unspecified(), netip.IPv4Unspecified(), netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback(),
}

var (
	errHeld      = errors.New("the port is held")
	errNoAddress = errors.New("this machine has no such address")
)
