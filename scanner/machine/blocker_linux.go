package machine

import (
	"context"
	"errors"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// connected are the states of the kernel (net/tcp_states.h) that sockets with a peer are in, and the one of sockets
// that are bound and nothing more, which kernels before 6.8 do not tell.
const (
	connected     = 1<<stateEstablished | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<stateTimeWait | 1<<8 | 1<<9 | 1<<11 | 1<<12
	boundInactive = 1 << 13
)

func (e *eyes) blockers(ctx context.Context, port int) ([]Blocker, error) {
	if e.diag == nil {
		d, err := newDiag()
		if err != nil {
			return nil, err
		}
		e.diag = d
	}
	rows, err := e.diag.onPort(nil, port, 1<<stateListen)
	if err != nil || len(rows) > 0 {
		return nil, err
	}
	if rows, err = e.diag.onPort(rows, port, connected); err != nil {
		return nil, err
	}
	if bound, err := e.diag.onPort(nil, port, boundInactive); err == nil {
		rows = append(rows, bound...)
	} else if !errors.Is(err, unix.EINVAL) {
		return nil, err
	}
	holders := e.walk.likely(ctx, withInode(rows), e.pids)
	if len(holders) < len(rows) {
		// Clients have many files open: what may be our own user's is looked for to the end.
		own := slices.ContainsFunc(rows, func(r row) bool { return r.inode != 0 && int(r.uid) == os.Geteuid() })
		holders, _ = e.walk.everywhere(ctx, own)
	}
	var pids []int
	for _, h := range holders {
		pids = append(pids, h.pid)
	}
	owners := e.owners.find(ctx, pids, newFamily(e.owners.above), identity.runs)
	var blockers []Blocker
	for _, r := range rows {
		b := Blocker{Local: r.local, Closing: r.inode == 0, Owner: owners[holders[r.inode].pid]}
		if r.peer.Port() != 0 {
			b.Peer = r.peer
		}
		if b.Owner == nil && r.inode != 0 {
			b.Owner = e.groups.hidden(ctx, r)
		}
		blockers = append(blockers, b)
	}
	return blockers, nil
}

// withInode leaves those that a process still holds.
func withInode(rows []row) []row {
	var held []row
	for _, r := range rows {
		if r.inode != 0 {
			held = append(held, r)
		}
	}
	return held
}
