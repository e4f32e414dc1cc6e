package check

import "fmt"

// ephemeralPort: a bind of a port that this system also gives to outgoing connections, any of which may have it when
// the program starts. That is so rare that it is off unless somebody asks for it; see blocked-by-connection.
var ephemeralPort = rule{
	code:     "ephemeral-port",
	about:    "A port that any outgoing connection may take.",
	severity: Off,
	judge:    judgeEphemeral,
	fixes:    movesUnlessMeant,
}

func judgeEphemeral(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || !starts(c) || c.AnyOf {
		return nil
	}
	r := w.machine.Facts.Ephemeral
	if c.EndPort < r[0] || c.Port > r[1] || w.machine.Facts.IsReserved(c.Port) {
		return nil
	}
	return &Finding{
		Message: fmt.Sprintf("%s lies in %d-%d, from which this system gives ports to outgoing connections", Spell(c.Endpoint), r[0], r[1]),
		Related: s.usedBy(),
	}
}
