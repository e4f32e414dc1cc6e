package check

import (
	"cmp"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/settings"
)

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
	x.addStarts()
	read := projects.read(files)
	x.assigned = assignments(read)
	x.addSubjects(read)
	for path := range x.subjects {
		x.startSubjects(path)
		for _, s := range x.subjects[path] {
			x.add(s)
		}
	}
	return x
}

// addStarts notes the folders of the files, and which of their claims are started together.
func (x *Index) addStarts() {
	size := map[start]int{} // claims are large, and lists of them grow slowly
	for path, f := range x.files {
		for _, c := range f.Claims {
			size[start{folder(path), c.Together}]++
		}
	}
	for path, f := range x.files {
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
}

// addSubjects adds what the rules judge in files that are to be read: first the values of variables as the claims that
// name them use them, then the claims that have a number of their own which no variable gives another.
func (x *Index) addSubjects(files map[string]File) {
	groups := groupsOf(files)
	used := map[spot]bool{} // the assignments that some claim of a file names
	for _, f := range files {
		if settings.Is(f.Path) {
			x.addFaults(f)
		}
		for _, c := range f.Claims {
			for _, a := range x.assigned[folder(f.Path)][c.Variable] {
				used[a.spot()] = true
				p := groups[nameOf(Place{f.Path, c})].join(Place{f.Path, c})
				x.subjects[a.Path] = append(x.subjects[a.Path], subject{Place: a.supply(p.Claim), via: &p})
			}
		}
	}
	top := layersOf(files)
	for _, f := range files {
		x.subjects[f.Path] = slices.Grow(x.subjects[f.Path], len(f.Claims))
		for _, c := range f.Claims {
			p := x.give(x.mounts.inside(top.settle(Place{f.Path, c})))
			if published(c) {
				x.targets[c.Target] = append(x.targets[c.Target], Place{f.Path, c})
			}
			fed := len(x.assigned[folder(f.Path)][c.Variable]) > 0
			if !c.Open() && !fed && !used[p.spot()] {
				x.subjects[f.Path] = append(x.subjects[f.Path], subject{Place: groups[nameOf(p)].join(p)})
			}
		}
	}
}

// startSubjects notes by what the subjects of a file are started, adds what they are as the ports of other groups, and sorts
// them.
func (x *Index) startSubjects(path string) {
	subjects := x.subjects[path]
	for i := range subjects {
		subjects[i].starts = x.begun.starts(subjects[i].written())
		subjects[i].alone = x.begun.alone(subjects[i].written())
		subjects = append(subjects, x.begun.inherit(subjects[i])...)
	}
	slices.SortStableFunc(subjects, func(a, b subject) int {
		return cmp.Or(a.Claim.Digits.Start-b.Claim.Digits.Start, comparePlaces(a.written(), b.written()))
	})
	x.subjects[path] = subjects
}

// add makes a subject to be found by its ports.
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
