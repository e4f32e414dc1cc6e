package check

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// Effective returns what a place claims once the variable that it names has its value, and false where that is not
// known: it has no number of its own and nothing gives it one, or lines that differ do.
func (w *World) Effective(p Place) (claim.Claim, bool) {
	sources := w.Sources(p)
	if len(sources) == 0 {
		return p.Claim, !p.Claim.Open()
	}
	first := sources[0]
	same := !slices.ContainsFunc(sources, func(o Place) bool { return o.Claim.Endpoint != first.Claim.Endpoint })
	return first.supply(p.Claim).Claim, same
}

// Serving returns the listeners of the workspace's own at an endpoint of this machine.
func (w *World) Serving(c claim.Claim) []machine.Listener {
	if c.Scope != claim.Host || !c.Valid() {
		return nil
	}
	var own []machine.Listener
	for _, l := range w.Listeners(c) {
		if w.Ours(l.Owner) {
			own = append(own, l)
		}
	}
	return own
}

// Running returns the listeners by which the group of a bind runs, a compose service or a script, and whether that can
// be told. It cannot where nobody looked, where the look may have missed a listener, or where one is there that may be
// the group's for all that is known. A listener of the workspace's own that says itself that it is another of the
// groups is not this one's.
func (w *World) Running(c claim.Claim, groups []string) (found []machine.Listener, known bool) {
	if w.machine == nil {
		return nil, false
	}
	for _, l := range w.Listeners(c) {
		switch {
		case l.Owner.Hidden() || !w.Ours(l.Owner) && w.mayBeOurs(l, c):
			return nil, false
		case w.Ours(l.Owner) && isOf(l.Owner, c, groups):
			found = append(found, l)
		}
	}
	return found, len(found) > 0 || !w.machine.MayMiss
}

// isOf reports whether an owner may be what a bind's group starts.
func isOf(o *machine.Owner, c claim.Claim, groups []string) bool {
	inside := o.Container != nil
	switch published := c.Target != 0; {
	case inside != published:
		return false
	case inside && o.Container.Service != "":
		return o.Container.Service == c.Group
	}
	started := strings.Fields(o.Runner) // npm run dev
	if slices.Contains(started, c.Group) {
		return true
	}
	return !slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(started, g) })
}
