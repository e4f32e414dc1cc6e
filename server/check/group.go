package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// A groupName is what the files of one folder call a group that they start together: a service of a compose project.
type groupName struct{ folder, together, group string }

// A group is what the files of a folder say of one together.
type group struct {
	profiles []string
	// replaced is the file whose published ports of the group stand for those of the others, empty where they add up.
	replaced string
}

func nameOf(p Place) groupName { return groupName{folder(p.Path), p.Claim.Together, p.Claim.Group} }

// groupsOf returns the groups of files that are started together.
func groupsOf(files map[string]File) map[groupName]group {
	groups := map[groupName]group{}
	for _, f := range files {
		for _, c := range f.Claims {
			if !c.Note() || len(c.Profiles) == 0 && !c.Replaces {
				continue
			}
			name := nameOf(Place{f.Path, c})
			g := groups[name]
			g.profiles = slices.Compact(slices.Sorted(slices.Values(slices.Concat(g.profiles, c.Profiles))))
			if c.Replaces && c.Layer > 0 {
				g.replaced = f.Path
			}
			groups[name] = g
		}
	}
	return groups
}

// join returns a place with what the files together say of its claim's group. A published port that another file
// replaces is not taken where both files are read: it raises no alarm.
func (g group) join(p Place) Place {
	if g.profiles != nil {
		p.Claim.Profiles = g.profiles
	}
	if g.replaced != "" && g.replaced != p.Path && published(p.Claim) {
		p.Claim.Unsure = true
	}
	return p
}

// adds reports whether two claims are ports that one group publishes in two files, which add up unless they are
// written alike (the compose specification, "Merge", "Unique resources").
func adds(a, b subject) bool {
	p, q := a.written(), b.written()
	return p.Claim.Group == q.Claim.Group && p.Path != q.Path && a.Claim.Target != 0 && b.Claim.Target != 0 &&
		(p.Claim.Override != nil || q.Claim.Override != nil) &&
		(a.Claim.Endpoint != b.Claim.Endpoint || a.Claim.Target != b.Claim.Target)
}

// override returns the fix by which the file that is read over another one replaces the ports of the group there, and
// none where no such file is part of the finding.
func (w *World) override(f Finding) []Fix {
	places := []Place{f.Place}
	for _, r := range f.Related {
		places = append(places, r.Place)
	}
	for _, p := range places {
		if p.Claim.Override == nil || !slices.ContainsFunc(places, func(q Place) bool {
			return q.Path != p.Path && q.Claim.Group == p.Claim.Group
		}) {
			continue
		}
		return []Fix{{
			Title:     "Publish only what this file says (!override)",
			Edits:     map[string][]Edit{p.Path: {{Edit: *p.Claim.Override, Why: "the list that is added to the other file's"}}},
			Preferred: w.covers(p),
		}}
	}
	return nil
}

// covers reports whether the ports that the claim's group publishes in the claim's file lead to all that it publishes in
// the others of the folder, so that nothing is lost when they replace them.
func (w *World) covers(p Place) bool {
	targets := map[string]map[int]bool{}
	for _, path := range w.index(p.Path).folders[folder(p.Path)] {
		f, _ := w.File(path)
		for _, c := range f.Claims {
			if published(c) && nameOf(Place{path, c}) == nameOf(p) {
				if targets[path] == nil {
					targets[path] = map[int]bool{}
				}
				targets[path][c.Target] = true
			}
		}
	}
	for _, others := range targets {
		for target := range others {
			if !targets[p.Path][target] {
				return false
			}
		}
	}
	return true
}

// published reports whether a claim is a port of this machine that leads into a container.
func published(c claim.Claim) bool {
	return c.Scope == claim.Host && c.Target != 0
}
