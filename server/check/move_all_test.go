package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// TestMoveAllOfStories: in every story, a number that changes does so as is told, and what goes there changes with it, so that
// nothing is warned of, or mismatched, that was not before, but for what was silenced by its number.
func TestMoveAllOfStories(t *testing.T) {
	moved := 0
	everyStory(t, func(t *testing.T, _ string, s *story) { moved += s.moveAll(t) })
	if moved == 0 {
		t.Error("nothing of any story moves")
	}
}

// moveAll moves all that a story has on this machine, and returns how many ports that were.
func (s *story) moveAll(t *testing.T) int {
	t.Helper()
	w := s.world()
	fix, to, err := w.MoveAll(workspaceFolder, s.free)
	if err != nil {
		return 0
	}
	after := s.after(fix)
	later := after.world()
	for _, name := range s.names {
		f, _ := w.File(workspaceFolder + "/" + name)
		g, _ := later.File(f.Path)
		if len(g.Claims) != len(f.Claims) {
			t.Errorf("%s claims %d ports instead of %d", name, len(g.Claims), len(f.Claims))
			continue
		}
		for i, c := range f.Claims {
			if d := g.Claims[i]; d.Port != c.Port && to[c.Port] != d.Port {
				t.Errorf("%s moves from %d to %d, not to %d", s.at(check.Place{Path: f.Path, Claim: c}), c.Port, d.Port, to[c.Port])
			}
		}
	}
	before := s.all()
	silenced := slices.ContainsFunc(s.names, func(name string) bool {
		return settings.Is(name) || strings.Contains(s.texts[name], "portclash:ignore")
	})
	for _, g := range after.all() {
		if (g.Severity >= check.Warning || g.Code == "target-mismatch") && !silenced && !slices.ContainsFunc(before, func(b check.Finding) bool {
			return b.Code == g.Code && b.Place.Path == g.Place.Path && b.Place.Claim.Key == g.Place.Claim.Key
		}) {
			t.Errorf("a new finding: %s %s", after.at(g.Place), g.Message)
		}
	}
	return len(to)
}
