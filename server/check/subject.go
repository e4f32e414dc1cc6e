package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

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
