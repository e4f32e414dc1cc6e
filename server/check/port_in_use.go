package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// portInUse: a program that is not of this workspace listens where the claim says that something will, so that
// the bind would fail. A range of which any port will do clashes only when every one is held.
var portInUse = rule{
	code:     "port-in-use",
	severity: Warning,
	judge:    judgeInUse,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return append(w.moves(f.Place, free), w.stopAll(f.Place.Claim, f.Holder)...)
	},
}

func judgeInUse(w *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Bind || c.Scope != claim.Host || c.Unsure || !c.Valid() {
		return nil
	}
	held := map[int]bool{}
	var holder *machine.Listener
	for _, l := range w.Listeners(c) {
		switch {
		case w.Ours(l.Owner):
			return nil // it runs already: what else listens there cannot stop it
		case l.Pending, w.mayBeOurs(l, c), mayBeItself(l.Owner, s.Place):
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
	f := &Finding{
		Message: fmt.Sprintf("%s is already in use by %s", Spell(at), w.Describe(holder.Owner)),
		Holder:  holder,
	}
	if s.via != nil {
		f.Related = append(f.Related, Related{*s.via, "uses " + s.Claim.Key})
	}
	return f
}
