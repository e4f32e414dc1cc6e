package check

import (
	"cmp"
	"maps"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// Supplied returns files, which are by their paths, with every number of theirs that is a port because a claim of the
// same folder takes it for one, see [claim.Claim.Latent]: what it is for is what that claim says.
func Supplied(files map[string]File) map[string]File {
	uses := map[string]map[string]claim.Claim{}
	var having []string
	for path, f := range files {
		if slices.ContainsFunc(f.Claims, func(c claim.Claim) bool { return c.Latent }) {
			having = append(having, path)
			uses[folder(path)] = map[string]claim.Claim{}
		}
	}
	if len(having) == 0 {
		return files
	}
	for path, f := range files {
		used := uses[folder(path)]
		for _, c := range f.Claims {
			if used == nil || c.Variable == "" {
				continue
			}
			if first, ok := used[c.Variable]; !ok || cmp.Or(cmp.Compare(c.Scope, first.Scope), cmp.Compare(c.Role, first.Role)) < 0 {
				used[c.Variable] = c
			}
		}
	}
	files = maps.Clone(files)
	for _, path := range having {
		f := files[path]
		f.Claims = slices.Clone(f.Claims)
		for i, c := range f.Claims {
			if use, ok := uses[folder(path)][c.Assigns]; c.Latent && ok {
				c.Role, c.Scope, c.Digits = use.Role, use.Scope, c.Span
				f.Claims[i] = c
			} else if c.Latent {
				f.Claims[i].Digits = claim.Span{Start: c.Span.Start, End: c.Span.Start}
			}
		}
		files[path] = f
	}
	return files
}

// Sources returns the places that give the variable of p its number, sorted by path and place: assignments in files of
// the same folder. It is nil where p names no variable, and where nothing assigns it.
func (w *World) Sources(p Place) []Place {
	if p.Claim.Variable == "" {
		return nil
	}
	sources := slices.Clone(w.index(p.Path).assigned[folder(p.Path)][p.Claim.Variable])
	slices.SortFunc(sources, comparePlaces)
	return sources
}

// Uses returns the claims that take their number from the variable that p assigns, sorted by path and place. They are
// in files of the same folder. Most have no number of their own, see [claim.Claim.Open].
func (w *World) Uses(p Place) []Place {
	if p.Claim.Assigns == "" {
		return nil
	}
	x := w.index(p.Path)
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

// supply returns the place of an assignment with the use that c makes of its number.
func (p Place) supply(c claim.Claim) Place {
	a := p.Claim
	c.Port, c.EndPort, c.Span, c.Digits = a.Port, a.EndPort, a.Span, a.Digits
	c.Key, c.Format, c.Variable, c.Assigns = a.Key, a.Format, "", a.Assigns
	c.Narrow, c.Head = nil, claim.Span{} // they are of the other file
	return Place{p.Path, c}
}
