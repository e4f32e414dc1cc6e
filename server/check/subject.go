package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// A subject is a claim with the number that holds in this workspace: where a variable of an environment file
// supplies it, the claim is at that variable's text, and used as the claim that names the variable says.
type subject struct {
	Place
	// via is the claim that names the variable, nil where none does.
	via *Place
	// starts are what it is started by along with others.
	starts []start
	// alone is set where its service may be started without the rest of the file, see [begun.alone].
	alone bool
}

// written returns where a subject is to be seen: the claim that names a variable, or the claim itself.
func (s subject) written() Place {
	if s.via != nil {
		return *s.via
	}
	return s.Place
}

// own returns what starts a subject along with the rest of its file.
func (s subject) own() start {
	p := s.written()
	return start{folder(p.Path), p.Claim.Together}
}

// owning returns what takes the port of a subject, as the file calls it.
func owning(s subject) string { return s.written().owner() }

// starts reports whether something surely listens on this machine by a claim, once it is started.
func starts(c claim.Claim) bool {
	return c.Role == claim.Bind && c.Scope == claim.Host && !c.Unsure && c.Valid()
}

// goes reports whether something surely goes to one port of this machine by a subject.
func (w *World) goes(s subject) bool {
	c := s.Claim
	return c.Role == claim.Connect && c.Scope == claim.Host && !c.Unsure && c.Valid() && c.EndPort == c.Port && !w.goesInside(s)
}

// runs reports whether what a claim starts may well be running.
func (w *World) runs(s subject) bool {
	return slices.ContainsFunc(w.Listeners(s.Claim), func(l machine.Listener) bool {
		return w.Ours(l.Owner) || mayBeItself(l.Owner, s.Place)
	})
}

// usedBy returns the claim that names the variable whose number is judged, and nothing where none does.
func (s subject) usedBy() []Related {
	if s.via == nil {
		return nil
	}
	return []Related{{*s.via, "uses " + s.Claim.Key}}
}
