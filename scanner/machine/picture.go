package machine

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sort"
	"time"
)

// A Picture is what one look at the machine showed. It is never changed afterwards.
type Picture struct {
	// Listeners are sorted by port, protocol and address; there is one for each address, port and protocol.
	Listeners []Listener
	// Blockers are the connections that keep servers from ports that were wanted and that nobody listens on, see
	// [Machine.Want], sorted by port and address.
	Blockers []Blocker
	// Partial is what the look could not find out, in words for a person, and empty where it was whole. Listeners
	// without an owner are part of it.
	Partial string
	// MayMiss is set where Partial is about listeners, not only about their owners: a port that shows none may be
	// held all the same.
	MayMiss bool
	// Taken is when the machine was first seen like this.
	Taken time.Time
	Facts Facts
}

// On returns the listeners on the ports from first to last, both included, of either protocol.
func (p *Picture) On(first, last int) []Listener {
	from := sort.Search(len(p.Listeners), func(i int) bool { return p.Listeners[i].Port >= first })
	to := sort.Search(len(p.Listeners), func(i int) bool { return p.Listeners[i].Port > last })
	return p.Listeners[from:max(from, to)]
}

// partial returns what a look that found so many listeners without an owner could not find out, and whether it
// may have missed listeners.
func partial(ctx context.Context, unowned int) (mayMiss bool, reason string) {
	root := os.Geteuid() == 0
	switch {
	case runtime.GOOS == "darwin" && !root:
		// lsof is silent about what it may not look into.
		return true, "listeners of other users are only shown to an administrator"
	case unowned == 0:
		return false, ""
	case ctx.Err() != nil:
		return false, "the machine took too long to tell the owner of " + count(unowned, "listener", "listeners")
	case root || runtime.GOOS == "windows":
		return false, "the machine does not tell the owner of " + count(unowned, "listener", "listeners")
	}
	return false, count(unowned, "listener belongs to a process", "listeners belong to processes") + " that only an administrator may look into"
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
