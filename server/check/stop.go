package check

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// stop returns the fix that ends the program behind a listener, and none where that would be refused, see
// [machine.Listener.Refusal]: it is not offered in vain. It never is the preferred one.
func (w *World) stop(l *machine.Listener) []Fix {
	if l == nil || l.Refusal(w.machine.Facts) != nil {
		return nil
	}
	return []Fix{{Title: "Stop " + w.Describe(l.Owner), Stop: l}}
}

// stopAll is stop where the program's end frees all of the claim's ports, and none where somebody else holds them as well.
func (w *World) stopAll(c claim.Claim, l *machine.Listener) []Fix {
	for _, other := range w.Listeners(c) {
		if l != nil && !other.Owner.Is(l.Owner) {
			return nil
		}
	}
	return w.stop(l)
}

// stopOnly is stop where the program is the only foreign one on its port, whichever address others have.
func (w *World) stopOnly(l *machine.Listener) []Fix {
	if l == nil {
		return nil
	}
	for _, other := range w.machine.On(l.Port, l.Port) {
		if other.Protocol == l.Protocol && !w.Ours(other.Owner) && !other.Owner.Is(l.Owner) {
			return nil
		}
	}
	return w.stop(l)
}
