package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
)

// osReserved: the operating system keeps the port for itself. Windows sets ranges aside for virtual machines and
// containers, in which nobody may bind although nobody listens; macOS listens on 5000 and 7000 for AirPlay.
var osReserved = rule{
	code:     "os-reserved",
	about:    "The operating system keeps the port for itself.",
	severity: Warning,
	judge:    judgeReserved,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return w.moves(f.Place, free)
	},
}

func judgeReserved(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || !starts(c) || c.AnyOf {
		return nil
	}
	if w.runs(s) {
		return nil
	}
	listeners := w.Listeners(c)
	for i, l := range listeners {
		if l.Owner.AirPlay() {
			return &Finding{
				Message: fmt.Sprintf("port %d is taken by macOS itself, for its AirPlay Receiver (System Settings, General, AirDrop & Handoff)", l.Port),
				Related: s.usedBy(),
				Holder:  &listeners[i],
			}
		}
	}
	for _, r := range w.machine.Facts.Excluded {
		if c.Protocol == claim.TCP && r[0] <= c.EndPort && c.Port <= r[1] {
			return &Finding{
				Message: fmt.Sprintf("%s lies in %d-%d, which Windows keeps for itself: nobody may bind there", Spell(c.Endpoint), r[0], r[1]),
				Related: s.usedBy(),
			}
		}
	}
	return nil
}
