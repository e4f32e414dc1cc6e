//go:build !linux

package machine

import (
	"context"
	"net/netip"
	"syscall"
)

func (e *eyes) blockers(ctx context.Context, port int) ([]Blocker, error) {
	sockets, err := openSockets(ctx)
	if err != nil {
		return nil, err
	}
	var blockers []Blocker
	for _, s := range sockets {
		local, ok := address(s)
		switch {
		case !ok || s.Type != syscall.SOCK_STREAM || int(s.Laddr.Port) != port:
			continue
		case s.Status == "LISTEN":
			return nil, nil
		}
		b := Blocker{Local: netip.AddrPortFrom(local, uint16(port)), Closing: s.Status == "TIME_WAIT"}
		if peer, err := netip.ParseAddr(s.Raddr.IP); err == nil {
			b.Peer = netip.AddrPortFrom(peer.Unmap().WithZone(""), uint16(s.Raddr.Port))
		}
		pid := int(s.Pid)
		b.Owner = e.owners.find(ctx, []int{pid}, newFamily(e.owners.above), identity.runs)[pid]
		blockers = append(blockers, b)
	}
	return blockers, nil
}
