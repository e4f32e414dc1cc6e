package check

import "slices"

// Occurrences returns every place of the workspace that means the same single port of this machine as p, p included,
// sorted by path and place: what must move together for the project to agree with itself. Places whose digits are not
// the port as written are left out.
func (w *World) Occurrences(p Place) []Place {
	var all []Place
	for _, o := range append(w.Claims(p.Claim.Endpoint, p), p) {
		if w.plain(o) && o.Claim.EndPort == o.Claim.Port && o.Claim.Reach().Overlaps(p.Claim.Reach()) {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, comparePlaces)
	return all
}
