package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// Definitions returns where it is decided that something listens on the port of p, sorted by path and place: the lines
// that assign the variable that p names, p itself where it is such a setting, and for a target the settings of the
// workspace that have something listen there. It is nil where no file decides that.
func (w *World) Definitions(p Place) []Place {
	if sources := w.Sources(p); len(sources) > 0 {
		return sources
	}
	if p.Claim.Role == claim.Bind {
		return []Place{p}
	}
	if p.Claim.Open() {
		return nil
	}
	if p.Claim.Scope != claim.Host {
		return w.definedInside(p)
	}
	var found, same []Place
	occurrences := w.Occurrences(p)
	for _, s := range w.on(p.Claim.Endpoint) {
		if s.Claim.Role != claim.Bind || !s.Claim.Reach().Overlaps(p.Claim.Reach()) {
			continue
		}
		places := []Place{s.Place}
		if s.via != nil {
			places = append(places, *s.via)
		}
		found = append(found, places...)
		if holds(occurrences, s.Place) {
			same = append(same, places...)
		}
	}
	if len(same) > 0 {
		found = same // the others mean another service that has the number too
	}
	return sorted(found)
}

// definedInside returns where it is decided that something listens inside of the container to which p goes, or, where no
// file does, which ports of it are published.
func (w *World) definedInside(p Place) []Place {
	var deciding, published []Place
	for _, b := range w.service(p).inner {
		for _, o := range b.places {
			switch {
			case o.Unsure:
			case b.decided[o.spot()]:
				deciding = append(deciding, o.Place)
			case o.Claim.Role == claim.Bind:
				published = append(published, o.Place)
			}
		}
	}
	if len(deciding) > 0 {
		return sorted(deciding)
	}
	return sorted(published)
}

// References returns every place of the workspace that means the same port as p, p included, sorted by path and place:
// its occurrences, and the places that take the number from a variable.
func (w *World) References(p Place) []Place {
	origins := w.Sources(p)
	if len(origins) == 0 {
		origins = []Place{p}
	}
	all := []Place{p}
	for _, o := range origins {
		all = append(all, o)
		if !o.Claim.Open() {
			all = append(all, w.Occurrences(o)...)
		}
	}
	for _, o := range slices.Clone(all) {
		all = append(all, w.Uses(o)...)
	}
	return sorted(all)
}

// holds reports whether a place is among others.
func holds(places []Place, p Place) bool {
	return slices.ContainsFunc(places, func(o Place) bool { return o.spot() == p.spot() })
}

// sorted returns places by path and place, each once.
func sorted(places []Place) []Place {
	slices.SortStableFunc(places, comparePlaces)
	return slices.CompactFunc(places, func(a, b Place) bool { return a.spot() == b.spot() })
}
