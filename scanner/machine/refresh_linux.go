package machine

import (
	"context"
	"slices"
	"time"
)

// refresh drops from the table what is no longer as it was, for learn to look at again, and looks for owners that
// were not found among the processes that have come since. Of each process one socket is asked about, whichever comes
// first, and all of them where that one has got another holder.
func (e *eyes) refresh(ctx context.Context) {
	e.refreshed = time.Now()
	asked := map[int]standing{}
	var lost []row
	for cookie, h := range e.table {
		pid := h.holder.pid
		if pid == 0 {
			lost = append(lost, h.row)
			continue
		}
		now, known := asked[pid]
		if !known {
			now = h.standing()
			asked[pid] = now
			if now == another {
				e.owners.forget(pid)
			}
		}
		if now == another || now == letGo && !h.holder.holds(h.inode) {
			delete(e.table, cookie)
		}
	}
	e.searchLost(ctx, lost)
}

// A standing is what has become of a process that held a socket.
type standing int

const (
	asBefore standing = iota
	letGo             // of the socket
	another           // it runs another program, is in another folder, or has ended
)

func (h *holding) standing() standing {
	switch {
	case imprintOf(h.holder.pid) != h.owner.imprint:
		return another
	case !h.holder.holds(h.inode):
		return letGo
	}
	return asBefore
}

// doubt has the next look refresh.
func (e *eyes) doubt() { e.refreshed = time.Time{} }

// searchLost looks again for owners that were not found.
func (e *eyes) searchLost(ctx context.Context, lost []row) {
	if len(lost) == 0 {
		return
	}
	if time.Since(e.walkedAt) > searchAgain {
		for _, r := range lost {
			delete(e.table, r.cookie)
		}
		return
	}
	last := openProc().lastPID()
	if last != 0 && last == e.lastBorn {
		return
	}
	var young []int
	young, e.walked = bornSince(e.walked)
	e.lastBorn = last
	if holders := e.walk.among(ctx, lost, young); len(holders) > 0 {
		lost = slices.DeleteFunc(lost, func(r row) bool { return holders[r.inode].pid == 0 })
		e.add(ctx, lost, holders)
	}
}

// noteWalk remembers which processes were looked through when all of them were.
func (e *eyes) noteWalk() { e.walkedAt, e.walked = time.Now(), slices.Clone(e.walk.listed) }
