package machine

import (
	"context"
	"slices"
	"time"
)

// refresh drops from the table what is no longer as it was, for learn to look at again, and looks for owners that
// were not found among the processes that have come since.
func (e *eyes) refresh(ctx context.Context) {
	e.refreshed = time.Now()
	changed := map[int]bool{}
	var lost []row
	for cookie, h := range e.table {
		pid := h.holder.pid
		if pid == 0 {
			lost = append(lost, h.row)
			continue
		}
		if _, compared := changed[pid]; !compared {
			if changed[pid] = imprintOf(pid) != h.owner.imprint; changed[pid] {
				e.owners.forget(pid)
			}
		}
		if changed[pid] || !h.holder.holds(h.inode) {
			delete(e.table, cookie)
		}
	}
	e.searchLost(ctx, lost)
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
	var young []int
	young, e.walked = bornSince(e.walked)
	if holders := e.walk.among(ctx, lost, young); len(holders) > 0 {
		lost = slices.DeleteFunc(lost, func(r row) bool { return holders[r.inode].pid == 0 })
		e.add(ctx, lost, holders)
	}
}

// noteWalk remembers which processes were looked through when all of them were.
func (e *eyes) noteWalk() { e.walkedAt, e.walked = time.Now(), slices.Clone(e.walk.listed) }
