package check

import "slices"

// Sources returns the places that give the variable of p its number, sorted by path and place: assignments in files of
// the same folder. It is nil where p names no variable, and where nothing assigns it.
func (w *World) Sources(p Place) []Place {
	if p.Claim.Variable == "" {
		return nil
	}
	x := w.disk
	if w.reopened(p.Path) {
		x = w.open
	}
	sources := slices.Clone(x.assigned[folder(p.Path)][p.Claim.Variable])
	slices.SortFunc(sources, comparePlaces)
	return sources
}

// Uses returns the claims that take their number from the variable that p assigns, sorted by path and place. They are
// in files of the same folder. Most have no number of their own, see [claim.Claim.Open].
func (w *World) Uses(p Place) []Place {
	if p.Claim.Assigns == "" {
		return nil
	}
	x := w.disk
	if w.reopened(p.Path) {
		x = w.open
	}
	var uses []Place
	for _, path := range x.folders[folder(p.Path)] {
		for _, c := range x.files[path].Claims {
			if c.Variable == p.Claim.Assigns {
				uses = append(uses, Place{path, c})
			}
		}
	}
	slices.SortFunc(uses, comparePlaces)
	return uses
}
