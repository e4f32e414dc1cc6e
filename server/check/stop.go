package check

import "github.com/portclash/portclash/scanner/machine"

// stop returns the fix that ends the program behind a listener, and none where nobody can tell which program that is,
// or where it is a helper that only passes on to nobody knows what. It never is the preferred one.
func (w *World) stop(l *machine.Listener) []Fix {
	if l == nil || l.Owner.Hidden() || l.Owner.Stale || l.Owner.Container == nil && l.Owner.Forwards() {
		return nil
	}
	return []Fix{{Title: "Stop " + w.Describe(l.Owner), Stop: l}}
}
