//go:build !linux

package machine

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/shirou/gopsutil/v3/net"
)

// Eyes are how this operating system is looked at. Elsewhere than on Linux every look asks for all sockets anew;
// the caller paces that by what it costs. They are not for concurrent use.
type eyes struct {
	owners *owners
	seen   []Listener
}

func newEyes(o *owners) *eyes { return &eyes{owners: o} }

// unchanged cannot be told without a look.
func (*eyes) unchanged() bool { return false }

// look returns what listens, one for each socket, in no order. The listeners are told in any case; when ctx
// ends, late is set and owners may be missing that another look will find.
func (e *eyes) look(ctx context.Context, facts Facts) (found []Listener, late bool, err error) {
	sockets, err := openSockets(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list the sockets: %w", err)
	}
	held := listening(sockets, facts)
	pids := make([]int, 0, len(held))
	for _, h := range held {
		pids = append(pids, h.pid)
	}
	owners := e.owners.find(ctx, pids, newFamily(e.owners.above), identity.runs)
	for _, h := range held {
		h.Owner = owners[h.pid]
		h.Pending = h.Owner == nil && h.pid != 0 && ctx.Err() != nil
		found = append(found, h.Listener)
	}
	e.separateFamilies(found)
	e.seen = found
	return found, ctx.Err() != nil, nil
}

// separateFamilies sets V6Only where it is certain: where a listener takes IPv4 on the same port, and where IPv4
// can still be bound. Where two sockets share a port on purpose (SO_REUSEPORT) the first may be said of one that
// takes IPv4 too; that misleads nobody, as the other listener takes IPv4 there in any case.
func (e *eyes) separateFamilies(ls []Listener) {
	for i := range ls {
		l := &ls[i]
		if l.Addr != netip.IPv6Unspecified() {
			continue
		}
		if beside(ls, *l) {
			l.V6Only = true
		} else if before := same(e.seen, *l); before != nil {
			l.V6Only = before.V6Only
		} else {
			l.V6Only = leavesIPv4(l.Port, l.Protocol)
		}
	}
}

// beside reports whether a listener on every IPv4 address has the port of l.
func beside(ls []Listener, l Listener) bool {
	for _, o := range ls {
		if o.Port == l.Port && o.Protocol == l.Protocol && o.Addr == netip.IPv4Unspecified() {
			return true
		}
	}
	return false
}

// same returns the listener among ls that is l as far as can be told, and nil where none is.
func same(ls []Listener, l Listener) *Listener {
	for i := range ls {
		o := &ls[i]
		if o.Addr == l.Addr && o.Port == l.Port && o.Protocol == l.Protocol && o.Owner == l.Owner {
			return o
		}
	}
	return nil
}

// openSockets returns all TCP and UDP sockets, listening or not.
func openSockets(ctx context.Context) ([]net.ConnectionStat, error) {
	return net.ConnectionsWithContext(ctx, "inet")
}
