package check

import (
	"fmt"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/registry"
)

// wrongOwner: something goes where this workspace says that its own program listens, and another project or another
// worktree answers there. A target that this workspace neither claims nor tests may well be meant to be another
// project's, and a daemon that has no project is nobody's rival. Where the bind that it has taken the port from is
// told of, that is the one finding, and what goes there is beside it.
var wrongOwner = rule{
	code:     "wrong-owner",
	about:    "A connection goes to a port that another project or worktree serves.",
	severity: Warning,
	judge:    judgeOwner,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return slices.Concat(w.moveEverywhere(f.Place, free), w.stopOnly(f.Holder))
	},
}

func judgeOwner(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || !w.goes(s) {
		return nil
	}
	var there *machine.Listener
	for _, l := range w.machine.On(c.Port, c.Port) {
		switch {
		case l.Protocol != c.Protocol || !l.Reach().Overlaps(w.reach(c)):
		case !w.ofAnotherProject(l):
			return nil // one of those that answer may be the one that is meant
		case there == nil:
			there = &l
		}
	}
	if there == nil || !w.serves(c) && !tested(c) || w.toldAtBind(c, there) {
		return nil
	}
	return &Finding{
		Message: fmt.Sprintf("%s is served by %s, which is not of this workspace", Spell(c.Endpoint), w.Describe(there.Owner)),
		Related: s.usedBy(),
		Holder:  there,
	}
}

// toldAtBind reports whether a finding at a bind of this workspace tells of the listener that a claim goes to.
func (w *World) toldAtBind(c claim.Claim, there *machine.Listener) bool {
	return slices.ContainsFunc(w.on(c.Endpoint), func(s subject) bool {
		if severity, said := w.voices(s.Path).severity(portInUse.code); said && severity == Off || !w.reach(s.Claim).Overlaps(w.reach(c)) {
			return false
		}
		f := judgeInUse(w, s)
		return f != nil && f.Holder.Owner.Is(there.Owner)
	})
}

// toldOf is how many places are told of one by one that go to a port: editors show them in front of all that a hover says.
const toldOf = 2

// misled returns what goes to the port of a bind and reaches another project's listener there instead. The last of many
// places says how many more there are.
func (w *World) misled(c claim.Claim, there *machine.Listener) []Related {
	if !w.ofAnotherProject(*there) {
		return nil
	}
	var misled []Related
	for _, s := range w.on(there.Endpoint()) {
		if w.goes(s) && w.reach(s.Claim).Overlaps(w.reach(c)) && there.Reach().Overlaps(w.reach(s.Claim)) {
			misled = append(misled, Related{s.Place, "goes there"})
		}
	}
	slices.SortFunc(misled, func(a, b Related) int { return comparePlaces(a.Place, b.Place) })
	misled = slices.CompactFunc(misled, func(a, b Related) bool { return a.Place.spot() == b.Place.spot() })
	switch more := len(misled) - toldOf; {
	case more == 1:
		misled[toldOf-1].Message += ", as does 1 more place"
	case more > 1:
		misled[toldOf-1].Message += fmt.Sprintf(", as do %d more places", more)
	}
	return misled[:min(len(misled), toldOf)]
}

// tested reports whether a test run goes there, to what should be the workspace's own: many projects share one database.
func tested(c claim.Claim) bool {
	_, shared := registry.Sensitive(c.Port)
	return c.Tested && !shared
}

// serves reports whether something of this workspace surely listens where a claim goes, once it is started.
func (w *World) serves(c claim.Claim) bool {
	return slices.ContainsFunc(w.on(c.Endpoint), func(s subject) bool {
		return starts(s.Claim) && !s.Claim.AnyOf && w.reach(s.Claim).Overlaps(w.reach(c))
	})
}

// ofAnotherProject reports whether a listener surely belongs to another project: to its Compose project or dev
// container, to its git work tree, or as a script that is run in its folder.
func (w *World) ofAnotherProject(l machine.Listener) bool {
	o := l.Owner
	switch {
	case o.Hidden() || o.Stale || w.Ours(o):
		return false
	case o.Container != nil:
		return o.Container.Folder != ""
	case o.Forwards() || o.Service != nil:
		return false
	case o.Project != nil:
		return !slices.ContainsFunc(w.roots, func(root string) bool {
			return contains(o.Project.Folder, root) // a submodule of that project is open
		})
	}
	return o.Scripted() && o.Dir != "" && o.Dir != w.machine.Facts.Home && !slices.ContainsFunc(w.roots, func(root string) bool { return contains(o.Dir, root) })
}
