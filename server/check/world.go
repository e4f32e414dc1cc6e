package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/settings"
)

// A World is all there is to judge by: the files of a workspace and a picture of the machine. It never changes
// and may be used by several goroutines.
type World struct {
	roots   []string
	machine *machine.Picture
	editor  settings.Settings
	// disk is what the files hold on the disk, and open what those of the folders with open ones hold there and
	// then, which stands for those folders.
	disk, open *Index
}

// NewWorld returns the world of the files, judged for the workspace folders roots: absolute slash-separated
// paths with symbolic links resolved. Without a look at the machine picture is nil, and nothing live is judged.
func NewWorld(roots []string, files map[string]File, picture *machine.Picture) *World {
	return NewIndex(files).World(roots, nil, picture)
}

// Seen returns the same files, judged by a picture of the machine, nil for none.
func (w *World) Seen(picture *machine.Picture) *World {
	seen := *w
	seen.machine = picture
	return &seen
}

// World returns the world of the index's files, of which the open ones have other texts than on the disk. Only the
// folders of the open ones are indexed anew, so that a keystroke costs the same in a large workspace.
func (x *Index) World(roots []string, open map[string]File, picture *machine.Picture) *World {
	for path, f := range open {
		if reaches(f, x.files[path]) {
			all := map[string]File{}
			maps.Copy(all, x.files)
			maps.Copy(all, open)
			return &World{roots: roots, machine: picture, disk: NewIndex(all), open: NewIndex(nil)}
		}
	}
	fresh := maps.Clone(open)
	for path := range open {
		for _, sibling := range x.folders[folder(path)] {
			if _, ok := fresh[sibling]; !ok {
				fresh[sibling] = x.files[sibling]
			}
		}
	}
	return &World{roots: roots, machine: picture, disk: x, open: newIndex(fresh, x.projects, x.mounts, x.loads, x.begun)}
}

// reaches reports whether a file says of files in other folders what it did not in an older version.
func reaches(f, old File) bool {
	return settings.Is(f.Path) && f.Text != old.Text || remounts(f, old) || reloads(f, old) || restarts(f, old)
}

// on returns the subjects in host scope that have to do with a port of e, in no order.
func (w *World) on(e claim.Endpoint) []subject {
	var found []subject
	for _, x := range []*Index{w.disk, w.open} {
		add := func(s subject) {
			if s.Claim.PortsOverlap(e) && (x == w.open || !w.reopened(s.Path)) {
				found = append(found, s)
			}
		}
		for port := max(0, e.Port); port <= min(e.EndPort, 1<<16); port++ {
			for _, s := range x.byPort[port] {
				add(s)
			}
		}
		for _, s := range x.wide {
			if s.Claim.Port < e.Port {
				add(s)
			}
		}
	}
	return found
}

// index returns the index that a file is in.
func (w *World) index(path string) *Index {
	if w.reopened(path) {
		return w.open
	}
	return w.disk
}

// besides returns the asides whose first port is one of e's, in no order.
func (w *World) besides(e claim.Endpoint) []Place {
	var found []Place
	for _, x := range []*Index{w.disk, w.open} {
		for port := max(0, e.Port); port <= min(e.EndPort, 1<<16); port++ {
			for _, p := range x.asides[port] {
				if x == w.open || !w.reopened(p.Path) {
					found = append(found, p)
				}
			}
		}
	}
	return found
}

// reopened reports whether a file's folder is indexed anew.
func (w *World) reopened(path string) bool { return len(w.open.folders[folder(path)]) > 0 }

// subjects returns what the rules judge in a file.
func (w *World) subjects(path string) []subject { return w.index(path).subjects[path] }

// Claims returns what the workspace claims of the ports of e in host scope, the place of p left out, sorted by
// path and place: who else means this endpoint.
func (w *World) Claims(e claim.Endpoint, p Place) []Place {
	var places []Place
	for _, s := range w.on(e) {
		if s.spot() != p.spot() {
			places = append(places, s.Place)
		}
	}
	slices.SortFunc(places, comparePlaces)
	return slices.CompactFunc(places, func(a, b Place) bool { return a.spot() == b.spot() })
}

// Listeners returns those of the machine that hold a port of the claim at an address that it is about.
func (w *World) Listeners(c claim.Claim) []machine.Listener { return w.listeners(c, c.Reach()) }

// listeners returns those of the machine that hold a port of the claim at one of the addresses of reach.
func (w *World) listeners(c claim.Claim, reach claim.Reach) []machine.Listener {
	if w.machine == nil {
		return nil
	}
	var found []machine.Listener
	for _, l := range w.machine.On(c.Port, c.EndPort) {
		if l.Protocol == c.Protocol && l.Reach().Overlaps(reach) {
			found = append(found, l)
		}
	}
	return found
}

// Machine returns the picture of the machine that the world is judged by, nil where there is none.
func (w *World) Machine() *machine.Picture { return w.machine }

// File returns a file of the world.
func (w *World) File(path string) (File, bool) {
	f, ok := w.index(path).files[path]
	return f, ok
}

// Claimed reports whether any file has to do with a port, in whatever scope but another machine's: a port that
// is picked should be none of them.
func (w *World) Claimed(port int) bool { return w.open.claimed[port] || w.disk.claimed[port] }

// Ours reports whether an owner belongs to this workspace: its working directory, or that of one of its ancestors up
// to its session's shell, or the folder that its container belongs to, lies inside a workspace folder. One that
// cannot be read does not, nor one in another work tree of a repository, wherever that lies and whoever started it.
func (w *World) Ours(o *machine.Owner) bool {
	if o == nil || w.inAnotherWorktree(o) {
		return false
	}
	return w.inside(o.Dir) || slices.ContainsFunc(o.Ancestors, w.inside) ||
		o.Container != nil && w.inside(o.Container.Folder)
}

// inAnotherWorktree reports whether an owner is in a linked work tree in which no workspace folder is.
func (w *World) inAnotherWorktree(o *machine.Owner) bool {
	return o.Project != nil && o.Project.WorktreeOf != "" && !slices.ContainsFunc(w.roots, func(root string) bool {
		return contains(o.Project.Folder, root)
	})
}

func (w *World) inside(dir string) bool {
	return dir != "" && slices.ContainsFunc(w.roots, func(root string) bool { return contains(root, dir) })
}

// contains reports whether a folder is another one or inside it.
func contains(outer, dir string) bool {
	rest, ok := strings.CutPrefix(dir, strings.TrimSuffix(outer, "/"))
	return ok && (rest == "" || rest[0] == '/')
}

func folder(file string) string { return path.Dir(file) }

// Paths returns the paths of all files, sorted.
func (w *World) Paths() []string {
	var paths []string
	for path := range w.disk.files {
		if !w.reopened(path) {
			paths = append(paths, path)
		}
	}
	for path := range w.open.files {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
