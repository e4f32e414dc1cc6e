package check

import (
	"path"
	"slices"
)

// built returns what the file by which a place's container is built, among those of its project, says of ports.
func (w *World) built(p Place, project []Place) []Place {
	var all []Place
	for i := range project { // places are large
		o := &project[i]
		if o.Claim.Recipe == "" || o.Claim.Inside != p.Claim.Inside {
			continue
		}
		f, _ := w.File(path.Join(folder(o.Path), o.Claim.Recipe))
		for _, c := range f.Claims {
			all = append(all, Place{f.Path, c})
		}
	}
	return all
}

// isBuilt reports whether a place's container is built from files of the workspace.
func (w *World) isBuilt(p Place) bool {
	return slices.ContainsFunc(w.project(p), func(o Place) bool { return o.Claim.Recipe != "" && o.Claim.Inside == p.Claim.Inside })
}
