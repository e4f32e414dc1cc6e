package check

import "github.com/portclash/portclash/scanner/claim"

// nothingListening: something goes to a loopback address where nobody listens now. Most often it has just not been
// started, so it is off unless somebody asks for it; the hover says it in any case.
var nothingListening = rule{
	code:     "nothing-listening",
	about:    "A connection to this machine where nobody listens.",
	severity: Off,
	judge:    judgeNothing,
}

func judgeNothing(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || w.machine.MayMiss || !w.goes(s) || c.Protocol != claim.TCP || !c.Reach().Loopback() {
		return nil
	}
	if len(w.Listeners(c)) > 0 || judgeFamily(w, s) != nil {
		return nil
	}
	return &Finding{Message: "Nobody listens on " + Spell(c.Endpoint) + " now", Related: s.usedBy()}
}
