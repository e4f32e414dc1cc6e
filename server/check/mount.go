package check

import (
	"path"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// mounts are the files and folders that some file puts into a container as the configuration of what runs there. What they
// say of this machine is about the container, which has localhost and ports of its own.
type mounts map[string]bool

func mountsOf(files map[string]File) mounts {
	all := mounts{}
	for _, f := range files {
		for _, m := range mountsIn(f) {
			all[m] = true
		}
	}
	return all
}

// mountsIn returns the paths of the files and folders that a file puts into containers.
func mountsIn(f File) []string {
	var paths []string
	for _, c := range f.Claims {
		for _, m := range c.Mounts {
			paths = append(paths, path.Join(folder(f.Path), m))
		}
	}
	return paths
}

// mounted returns the files that are put into a place's container as the configuration of what runs there, or of these
// only those that decide where it listens; see [claim.Claim.Decides].
func (w *World) mounted(p Place, project []Place, deciding bool) []File {
	var files []File
	for i := range project { // places are large
		o := &project[i]
		if o.Claim.Inside != p.Claim.Inside || deciding && !o.Claim.Decides {
			continue
		}
		for _, m := range o.Claim.Mounts {
			at := path.Join(folder(o.Path), m)
			if f, ok := w.File(at); ok {
				files = append(files, f)
			}
			in := path.Join(at, "x")
			for _, name := range slices.Sorted(slices.Values(w.index(in).folders[at])) {
				f, _ := w.File(name)
				files = append(files, f)
			}
		}
	}
	return files
}

// remounts reports whether a file puts others into containers than it did in an older version.
func remounts(f, old File) bool { return !slices.Equal(mountsIn(f), mountsIn(old)) }

// inside returns a place with the scope that its claim has where its file is put into a container. What is said of
// this machine by the name that containers have for it stays.
func (m mounts) inside(p Place) Place {
	if p.Claim.Scope != claim.Host || namesHostFromInside(p.Claim) {
		return p
	}
	for at := p.Path; len(m) > 0; at = path.Dir(at) {
		if m[at] {
			p.Claim.Scope = claim.Container
			return p
		}
		if at == path.Dir(at) {
			break
		}
	}
	return p
}
