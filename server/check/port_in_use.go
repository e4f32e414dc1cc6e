package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// portInUse: a program that is not of this workspace listens where the claim says that something will, so that
// the bind would fail. A range of which any port will do clashes only when every one is held. Where both may run the
// finding is shadowed-port's, and os-reserved's where it is the system itself that listens.
var portInUse = rule{
	code:     "port-in-use",
	about:    "A program that is not of this workspace listens where the file says that something will.",
	severity: Warning,
	judge:    judgeInUse,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return append(w.moves(f.Place, free), w.stopAll(f.Place.Claim, f.Holder)...)
	},
}

func judgeInUse(w *World, s subject) *Finding {
	c := s.Claim
	if !starts(c) {
		return nil
	}
	held := map[int]bool{}
	var holder *machine.Listener
	for _, l := range w.listeners(c, w.reach(c)) {
		switch {
		case w.Ours(l.Owner):
			return nil // it runs already: what else listens there cannot stop it
		case l.Pending, w.mayBeOurs(l, c), mayBeItself(l.Owner, s.Place), w.fits(c, l), l.Owner.AirPlay():
			continue
		}
		held[l.Port] = true
		if holder == nil {
			holder = &l
		}
	}
	if holder == nil || c.AnyOf && len(held) <= c.EndPort-c.Port {
		return nil
	}
	at := claim.Endpoint{Host: c.Host, Port: holder.Port, EndPort: holder.Port, Protocol: c.Protocol}
	return &Finding{
		Message: fmt.Sprintf("%s is already in use by %s", Spell(at), w.Describe(holder.Owner)),
		Related: append(s.usedBy(), w.misled(c, holder)...),
		Holder:  holder,
	}
}
