package check

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
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

// An Index is what files claim, made ready to be asked. Claims of one folder depend on each other (a variable of
// an environment file feeds the others), claims of two folders only by what is put into containers. It never changes.
type Index struct {
	files    map[string]File
	folders  map[string][]string // the paths of the files, by their folder
	together map[start][]Place   // the claims that are started together, sorted by path and place
	projects projects
	mounts   mounts
	loads    loads
	begun    begun
	faults   map[string][]settings.Fault // of the project's files, by path
	// assigned are the claims that give a variable its value, by folder and variable.
	assigned map[string]map[string][]Place
	// subjects are what the rules judge, by file, in the order of the text.
	subjects map[string][]subject
	// byPort holds the subjects in host scope. A range is under its first port and in wide as well.
	byPort map[int][]subject
	wide   []subject
	// asides are the claims in another scope that may follow one in host scope, by their first port: samples, and what
	// a container hands to a browser or may say of how it is reached from here.
	asides map[int][]Place
	// targets are the claims that publish a port of a container, by that port.
	targets map[int][]Place
	// claimed are the ports that any file has anything to do with on this machine.
	claimed map[int]bool
}

// A subject is a claim with the number that holds in this workspace: where a variable of an environment file
// supplies it, the claim is at that variable's text, and used as the claim that names the variable says.
type subject struct {
	Place
	// via is the claim that names the variable, nil where none does.
	via *Place
	// starts are what it is started by along with others.
	starts []start
	// alone is set where its service may be started without the rest of the file, see [begun.alone].
	alone bool
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
		if settings.Is(path) && f.Text != x.files[path].Text || remounts(f, x.files[path]) || reloads(f, x.files[path]) || restarts(f, x.files[path]) { // it may be about files of any folder
			all := maps.Clone(x.files)
			if all == nil {
				all = map[string]File{}
			}
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

// NewIndex returns the index of files, which are by their paths. A project's files among them say which of the others
// are not to be read.
func NewIndex(files map[string]File) *Index {
	return newIndex(files, projectsOf(files), mountsOf(files), loadsOf(files), begunBy(files))
}

func newIndex(files map[string]File, projects projects, mounts mounts, loads loads, begun begun) *Index {
	files = Supplied(files)
	x := &Index{
		files:    files,
		folders:  map[string][]string{},
		together: map[start][]Place{},
		projects: projects,
		mounts:   mounts,
		loads:    loads,
		begun:    begun,
		faults:   map[string][]settings.Fault{},
		subjects: make(map[string][]subject, len(files)),
		byPort:   map[int][]subject{},
		asides:   map[int][]Place{},
		targets:  map[int][]Place{},
		claimed:  map[int]bool{},
	}
	size := map[start]int{} // claims are large, and lists of them grow slowly
	for path, f := range files {
		for _, c := range f.Claims {
			size[start{folder(path), c.Together}]++
		}
	}
	for path, f := range files {
		x.folders[folder(path)] = append(x.folders[folder(path)], path)
		for _, c := range f.Claims {
			if c.Together == "" {
				continue
			}
			at := start{folder(path), c.Together}
			if x.together[at] == nil {
				x.together[at] = make([]Place, 0, size[at])
			}
			x.together[at] = append(x.together[at], Place{path, c})
		}
	}
	for _, places := range x.together {
		slices.SortStableFunc(places, comparePlaces)
	}
	files = projects.read(files)
	assigned := assignments(files)
	x.assigned = assigned
	groups := groupsOf(files)
	used := map[string]bool{} // the assignments that some claim of a file names
	for _, f := range files {
		if settings.Is(f.Path) {
			x.addFaults(f)
		}
		for _, c := range f.Claims {
			for _, a := range assigned[folder(f.Path)][c.Variable] {
				used[place(a)] = true
				p := groups[nameOf(Place{f.Path, c})].join(Place{f.Path, c})
				x.subjects[a.Path] = append(x.subjects[a.Path], subject{Place: a.supply(p.Claim), via: &p})
			}
		}
	}
	top := layersOf(files)
	for _, f := range files {
		x.subjects[f.Path] = slices.Grow(x.subjects[f.Path], len(f.Claims))
		for _, c := range f.Claims {
			p := x.give(mounts.inside(top.settle(Place{f.Path, c})))
			if published(c) {
				x.targets[c.Target] = append(x.targets[c.Target], Place{f.Path, c})
			}
			fed := len(assigned[folder(f.Path)][c.Variable]) > 0
			if !c.Open() && !fed && !used[place(p)] {
				x.subjects[f.Path] = append(x.subjects[f.Path], subject{Place: groups[nameOf(p)].join(p)})
			}
		}
	}
	for path, subjects := range x.subjects {
		for i := range subjects {
			subjects[i].starts = begun.starts(subjects[i].written())
			subjects[i].alone = begun.alone(subjects[i].written())
			subjects = append(subjects, begun.inherit(subjects[i])...)
		}
		x.subjects[path] = subjects
		slices.SortStableFunc(subjects, func(a, b subject) int {
			return cmp.Or(a.Claim.Digits.Start-b.Claim.Digits.Start, comparePlaces(a.written(), b.written()))
		})
		for _, s := range subjects {
			x.add(s)
		}
	}
	return x
}

func (x *Index) add(s subject) {
	c := s.Claim
	if c.Scope == claim.Remote || !c.Valid() {
		return
	}
	if c.EndPort-c.Port < 1<<10 {
		for port := c.Port; port <= c.EndPort; port++ {
			x.claimed[port] = true
		}
	}
	if c.Scope == claim.Sample || browsed(c) || mayBeOutside(c) {
		x.asides[c.Port] = append(x.asides[c.Port], s.Place)
	}
	if c.Scope != claim.Host {
		return
	}
	x.byPort[c.Port] = append(x.byPort[c.Port], s)
	if c.EndPort > c.Port {
		x.wide = append(x.wide, s)
	}
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

// assignments returns the claims that give a variable its value, by folder and variable.
func assignments(files map[string]File) map[string]map[string][]Place {
	by := map[string]map[string][]Place{}
	for _, f := range files {
		for _, c := range f.Claims {
			if c.Assigns == "" || c.Scope != claim.Host && !c.Latent || c.Open() {
				continue
			}
			dir := folder(f.Path)
			if by[dir] == nil {
				by[dir] = map[string][]Place{}
			}
			by[dir][c.Assigns] = append(by[dir][c.Assigns], Place{f.Path, c})
		}
	}
	return by
}

// supply returns the place of an assignment with the use that c makes of its number.
func (p Place) supply(c claim.Claim) Place {
	a := p.Claim
	c.Port, c.EndPort, c.Span, c.Digits = a.Port, a.EndPort, a.Span, a.Digits
	c.Key, c.Format, c.Variable, c.Assigns = a.Key, a.Format, "", a.Assigns
	c.Narrow, c.Head = nil, claim.Span{} // they are of the other file
	return Place{p.Path, c}
}

// Claims returns what the workspace claims of the ports of e in host scope, the place of p left out, sorted by
// path and place: who else means this endpoint.
func (w *World) Claims(e claim.Endpoint, p Place) []Place {
	var places []Place
	for _, s := range w.on(e) {
		if place(s.Place) != place(p) {
			places = append(places, s.Place)
		}
	}
	slices.SortFunc(places, comparePlaces)
	return slices.CompactFunc(places, func(a, b Place) bool { return place(a) == place(b) })
}

func comparePlaces(a, b Place) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), a.Claim.Digits.Start-b.Claim.Digits.Start)
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

func place(p Place) string { return key(p.Path, p.Claim.Digits.Start) }

func key(name string, at int) string { return name + "\x00" + strconv.Itoa(at) }

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
