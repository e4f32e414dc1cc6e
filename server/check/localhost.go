package check

import (
	"net/netip"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

var loopback4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// reach returns the addresses that a claim is about on this machine: localhost is what the machine's hosts file says,
// and both loopback addresses where that says nothing.
func (w *World) reach(c claim.Claim) claim.Reach {
	if w.machine != nil && onLocalhost(c) && !w.machine.Facts.Localhost.Empty() {
		return w.machine.Facts.Localhost
	}
	return c.Reach()
}

// onLocalhost reports whether a claim's host, or its program's default, is the name localhost.
func onLocalhost(c claim.Claim) bool {
	host := c.Host
	if host == "" {
		host = c.Default
	}
	return strings.EqualFold(host, "localhost")
}
