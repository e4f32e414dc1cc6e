package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
)

// blockedByConnection: nobody listens where the claim says that something will, but an outgoing connection has the
// port as its own end for the moment, so that the bind would fail all the same. What is left of a connection that has
// ended is none: servers start beside that.
var blockedByConnection = rule{
	code:     "blocked-by-connection",
	about:    "An outgoing connection holds the port at this moment, so that a bind would fail although nobody listens.",
	severity: Warning,
	judge:    judgeBlocked,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return w.moves(f.Place, free)
	},
}

func judgeBlocked(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || !starts(c) || c.AnyOf || len(w.Listeners(c)) > 0 {
		return nil
	}
	for _, b := range w.machine.Blockers {
		port := int(b.Local.Port())
		if b.Closing || !b.Peer.IsValid() || c.Protocol != claim.TCP || port < c.Port || port > c.EndPort {
			continue
		}
		if !claim.ReachOf(b.Local.Addr().String()).Overlaps(c.Reach()) {
			continue
		}
		at := claim.Endpoint{Host: c.Host, Port: port, EndPort: port}
		return &Finding{
			Message: fmt.Sprintf("%s is taken for now by a connection of %s to %s", Spell(at), w.Describe(b.Owner), b.Peer),
			Related: s.usedBy(),
		}
	}
	return nil
}
