package machine

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/portclash/portclash/scanner/claim"
)

// A Blocker is a TCP socket that does not listen and yet keeps a server from its port: an outgoing connection that
// has the port as its own end, or the rest of one.
type Blocker struct {
	// Local is this machine's end, Peer the other; Peer is not valid for a socket that is only bound.
	Local, Peer netip.AddrPort
	// Closing is set on what is left of a connection that has ended. The system keeps it for up to a minute.
	Closing bool
	// Owner is nil where the machine will not tell, as for every connection that is closing.
	Owner *Owner
}

// Blockers returns what keeps a server from a TCP port although nobody listens there; nothing where a server could
// start, and nothing where a listener is the reason. It takes a moment, so it is for ports that somebody wants, one
// by one. The error is that the machine does not tell.
func (m *Machine) Blockers(ctx context.Context, port int) ([]Blocker, error) {
	free, err := Free(port, claim.TCP)
	if err != nil || free {
		return nil, err
	}
	select {
	case m.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("look at the connections of port %d: %w", port, ctx.Err())
	}
	defer func() { <-m.turn }()
	blockers, err := m.eyes.blockers(ctx, port)
	if err != nil {
		return nil, fmt.Errorf("look at the connections of port %d: %w", port, err)
	}
	return blockers, nil
}
