package machine

import (
	"net/netip"

	"github.com/portclash/portclash/scanner/claim"
)

// A Listener is one socket that the machine listens on: for TCP one that accepts connections, for UDP one that
// has no peer and whose port is not in the ephemeral range (clients look the same there).
type Listener struct {
	Addr     netip.Addr // unmapped, without zone
	Port     int
	Protocol claim.Protocol
	// V6Only is set on an IPv6 wildcard that certainly leaves IPv4 alone. One that is not set takes both, as far
	// as anybody can tell.
	V6Only bool
	// Pending is set while it is still being found out whose the listener is, and Owner is nil: the next look will tell.
	Pending bool
	// Owner is nil where the machine will not tell. Of several processes that share the socket it is the one with
	// the lowest number, as that is the one which opened it.
	Owner *Owner
}

// Reach returns the local addresses that the listener takes.
func (l Listener) Reach() claim.Reach {
	switch {
	case l.Addr.Is4():
		return claim.Reach{V4: l.Addr}
	case l.Addr.IsUnspecified() && !l.V6Only:
		return claim.ReachOf("::")
	}
	return claim.Reach{V6: l.Addr}
}

// Endpoint returns where the listener is, as claims have it.
func (l Listener) Endpoint() claim.Endpoint {
	return claim.Endpoint{Host: l.Addr.String(), Port: l.Port, EndPort: l.Port, Protocol: l.Protocol}
}
