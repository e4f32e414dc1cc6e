package check_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// TestRenameThereAndBack: in every story, a port that can be renamed can be renamed back, from the same place, and then all
// is as it was; and from every place that surely means the same service the same edits are made.
func TestRenameThereAndBack(t *testing.T) {
	renamed := 0
	everyStory(t, func(t *testing.T, _ string, s *story) { renamed += s.rename(t) })
	if renamed == 0 {
		t.Error("no place of any story could be renamed")
	}
}

// rename renames every port of a story there and back, and returns how many could be.
func (s *story) rename(t *testing.T) (renamed int) {
	t.Helper()
	w := s.world()
	for _, name := range s.names {
		f, _ := w.File(workspaceFolder + "/" + name)
		for i, c := range f.Claims {
			p := check.Place{Path: f.Path, Claim: c}
			now, err := w.Renamable(p)
			if err != nil || !now.Valid() {
				continue
			}
			port, err := s.free(now.Port+1, now.Protocol, func(port int) bool { return w.Claimed(port) || w.Claimed(port+now.EndPort-now.Port) })
			if err != nil {
				t.Fatal(err)
			}
			fix, err := w.Rename(p, port)
			if err != nil {
				continue
			}
			renamed++
			same(t, w, p, port, fix)
			after := s.after(fix)
			later := after.world()
			g, _ := later.File(f.Path)
			if len(g.Claims) != len(f.Claims) {
				t.Errorf("renamed to %d at %s, %s claims %d ports instead of %d", port, s.at(p), name, len(g.Claims), len(f.Claims))
				continue
			}
			back, err := later.Rename(check.Place{Path: f.Path, Claim: g.Claims[i]}, now.Port)
			if err != nil {
				continue // somebody has the old one
			}
			if got := after.after(back).texts; !maps.Equal(got, s.texts) {
				t.Errorf("renamed to %d at %s and back:\n%s", port, s.at(p), difference(s.texts, got))
			}
		}
	}
	return renamed
}

// same holds that a fix is made from every place that surely means the service of a place, but for those to which that place
// is the doubtful one (what is deployed), and ranges, as a part of one is refused what the whole is not.
func same(t *testing.T, w *check.World, p check.Place, port int, want check.Fix) {
	t.Helper()
	places, _ := w.Service(p)
	for _, o := range places {
		others, _ := w.Service(o.Place)
		doubtful := slices.ContainsFunc(others, func(q check.Occurrence) bool { return q.Unsure && q.Path == p.Path && q.Claim.Digits == p.Claim.Digits })
		if o.Unsure || doubtful || o.Claim.EndPort != o.Claim.Port || p.Claim.EndPort != p.Claim.Port {
			continue
		}
		fix, err := w.Rename(o.Place, port)
		if err != nil {
			continue // what is a half of something is refused by itself
		}
		if got, want := sure(fix), sure(want); !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("to %d from %s at %d:\n%v\nfrom %s at %d:\n%v", port, p.Path, p.Claim.Digits.Start, want, o.Path, o.Claim.Digits.Start, got)
		}
	}
}

// sure returns the edits of a fix that need no confirmation.
func sure(fix check.Fix) map[string][]claim.Edit {
	edits := map[string][]claim.Edit{}
	for path, all := range fix.Edits {
		for _, e := range all {
			if !e.Unsure {
				edits[path] = append(edits[path], e.Edit)
			}
		}
	}
	return edits
}
