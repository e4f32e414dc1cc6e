package machine

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/portclash/portclash/scanner/claim"
)

// FreeAt reports whether the addresses of r can be bound on the port, whatever holds it elsewhere. Where r has an
// address of either family one of them is enough, as for localhost on a machine without IPv6. The error is that the
// machine has none of the addresses, or does not let us try.
func FreeAt(r claim.Reach, port int, p claim.Protocol) (bool, error) {
	err := errNoAddress
	for _, addr := range []netip.Addr{r.V4, r.V6} {
		if !addr.IsValid() {
			continue
		}
		switch e := bind(addr, port, p); {
		case errors.Is(e, errHeld):
			return false, nil
		case e == nil:
			err = nil
		case errors.Is(e, errNoAddress):
		default:
			return false, fmt.Errorf("try %s port %d: %w", p, port, e)
		}
	}
	if err != nil {
		return false, fmt.Errorf("try %s port %d: %w", p, port, err)
	}
	return true, nil
}
