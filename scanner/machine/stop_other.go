//go:build !linux

package machine

import (
	"context"
	"slices"
)

// doubt has nothing to do: every look asks anew.
func (*eyes) doubt() {}

// hasListener reports whether the process has the listener's socket open at this moment.
func hasListener(ctx context.Context, pid int, l Listener) (bool, error) {
	sockets, err := openSockets(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(listening(sockets, Facts{}), func(h held) bool {
		return h.pid == pid && h.Addr == l.Addr && h.Port == l.Port && h.Protocol == l.Protocol
	}), nil
}
