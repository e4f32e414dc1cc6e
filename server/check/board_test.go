package check_test

import (
	"slices"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// TestBoard: in every story, all that a file surely claims on this machine is in one row, in the order of the ports, whose
// state and findings are those of its places; and what listens is in the rows or a stranger.
func TestBoard(t *testing.T) {
	states := map[check.State]int{}
	everyStory(t, func(t *testing.T, _ string, s *story) {
		w := s.world()
		rows := w.Board()
		shown := map[string]int{}
		for i, r := range rows {
			states[r.State]++
			if i > 0 && r.Claim.Port < rows[i-1].Claim.Port {
				t.Errorf("%s is after %s", r.Claim.Endpoint, rows[i-1].Claim.Endpoint)
			}
			if want := s.state(w, r); r.State != want {
				t.Errorf("%s of %s is %s instead of %s", r.Claim.Endpoint, r.Name, r.State, want)
			}
			for _, p := range r.Places {
				shown[s.at(p)]++
			}
		}
		for at, n := range shown {
			if n > 1 {
				t.Errorf("%s is in %d rows", at, n)
			}
		}
		for _, f := range s.all() {
			if c := f.Place.Claim; c.Scope == claim.Host && !c.Unsure && shown[s.at(f.Place)] == 0 {
				t.Errorf("%s is in no row: %s", s.at(f.Place), f.Message)
			}
		}
		strangers := w.Strangers(rows)
		if s.picture == nil {
			return
		}
		for _, l := range s.picture.Listeners {
			has := slices.ContainsFunc(rows, func(r check.Row) bool { return slices.Contains(r.Listeners, l) })
			if has == slices.Contains(strangers, l) {
				t.Errorf("%s: in a row %t, and a stranger as well or neither", l.Endpoint(), has)
			}
		}
	})
	for _, state := range []check.State{check.Unseen, check.Vacant, check.Running, check.Held, check.Clash} {
		if states[state] == 0 {
			t.Errorf("no row of any story is %s", state)
		}
	}
}

// state returns how it stands with a row by what is found at its places and listens there.
func (s *story) state(w *check.World, r check.Row) check.State {
	for _, p := range r.Places {
		for _, f := range w.Findings(p.Path) {
			if f.Place.Claim.Digits == p.Claim.Digits && f.Severity >= check.Warning {
				return check.Clash
			}
		}
	}
	switch listeners := w.Listeners(r.Claim); {
	case s.picture == nil:
		return check.Unseen
	case slices.ContainsFunc(listeners, func(l machine.Listener) bool { return w.Ours(l.Owner) }):
		return check.Running
	case len(listeners) > 0:
		return check.Held
	case s.picture.MayMiss:
		return check.Unseen
	}
	return check.Vacant
}
