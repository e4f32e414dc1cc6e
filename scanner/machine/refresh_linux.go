package machine

import (
	"context"
	"maps"
	"slices"
	"time"
)

// refresh drops from the table what is no longer as it was, for learn to look at again, and looks for owners that
// were not found among the processes that have come since.
func (e *eyes) refresh(ctx context.Context) {
	e.refreshed = time.Now()
	changed := map[int]bool{}
	for pid, before := range e.imprints {
		if imprintOf(pid) != before {
			changed[pid] = true
			delete(e.imprints, pid)
			e.owners.forget(pid)
		}
	}
	var lost []row
	for cookie, h := range e.table {
		switch {
		case h.holder.pid == 0:
			lost = append(lost, h.row)
		case changed[h.holder.pid] || !h.holder.holds(h.inode):
			delete(e.table, cookie)
		}
	}
	listening := e.pids()
	maps.DeleteFunc(e.imprints, func(pid int, _ imprint) bool {
		_, still := slices.BinarySearch(listening, pid)
		return !still
	})
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
	all := e.walk.pids(0)
	slices.Sort(all)
	young := slices.DeleteFunc(slices.Clone(all), func(pid int) bool {
		_, before := slices.BinarySearch(e.walked, pid)
		return before
	})
	e.walked = all
	if holders := e.walk.among(ctx, lost, young); len(holders) > 0 {
		lost = slices.DeleteFunc(lost, func(r row) bool { return holders[r.inode].pid == 0 })
		e.add(ctx, lost, holders)
	}
}

// noteWalk remembers which processes there were when all of them were looked through.
func (e *eyes) noteWalk() {
	e.walkedAt = time.Now()
	e.walked = e.walk.pids(0)
	slices.Sort(e.walked)
}
