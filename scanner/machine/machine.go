// Package machine tells what this machine holds: which sockets listen, whose they are, and which ports are free.
// It is the only package that asks the operating system about ports and processes.
package machine

import (
	"net/netip"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// A Picture is what one look at the machine showed. It is never changed afterwards.
type Picture struct {
	// Listeners are sorted by port, protocol and address.
	Listeners []Listener
	// Partial is the reason why the look may have missed something, and empty where it was whole.
	Partial string
	// Taken is when the look was.
	Taken time.Time
	Facts Facts
}

// A Listener is one socket that the machine listens on.
type Listener struct {
	Addr     netip.Addr // unmapped, without zone
	Port     int
	Protocol claim.Protocol
	// V6Only is set on an IPv6 wildcard that leaves IPv4 alone.
	V6Only bool
	// Owner is nil where the machine will not tell.
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

// An Owner is the process behind a listener. What the machine will not tell is empty, never guessed.
type Owner struct {
	PID     int
	Name    string
	Command string // the command line, arguments separated by spaces
	Dir     string // the working directory, symbolic links resolved
	User    string
	Started time.Time
	// Ancestors are the working directories of the parent, its parent and so on, up to the session's shell.
	Ancestors []string
}

// Facts are what is so on this machine whoever listens.
type Facts struct {
	OS string // as runtime.GOOS
	// Ephemeral is the range that outgoing connections take their local ports from, both ends included.
	Ephemeral [2]int
	// Unprivileged is the lowest port that needs no right to bind.
	Unprivileged int
}
