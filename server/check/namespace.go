package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A namespace is the inside of the containers that have one localhost, and so one set of ports: by the folder of their
// project's files, and by the service whose network they have.
type namespace struct{ folder, name string }

// A plan tells which namespaces the places of a workspace are about.
type plan struct {
	w *World
	// byName are the namespaces by the folder of their project and by what its containers call them.
	byName map[string]map[string]namespace
	// projects are what is started together in namespaces.
	projects map[start]bool
	built    map[string][]namespace // by the file that they are built by
	mounted  map[string][]namespace // by the file or folder that is put into them
	beside   map[string][]string
}

func (w *World) plan() *plan {
	pl := &plan{
		w: w, byName: map[string]map[string]namespace{}, projects: map[start]bool{},
		built: map[string][]namespace{}, mounted: map[string][]namespace{}, beside: map[string][]string{},
	}
	for _, x := range []*Index{w.disk, w.open} {
		for at, places := range x.together {
			if x == w.open || len(w.open.folders[at.folder]) == 0 {
				pl.add(at, places)
			}
		}
	}
	return pl
}

// add adds what is started together, where any of it is inside of containers.
func (pl *plan) add(at start, places []Place) {
	if !slices.ContainsFunc(places, func(p Place) bool { return p.Claim.Inside != "" }) {
		return
	}
	pl.projects[at] = true
	pl.name(at.folder, places)
	byName := pl.byName[at.folder]
	for i := range places { // places are large
		c := &places[i].Claim
		if c.Recipe != "" {
			file := path.Join(at.folder, c.Recipe)
			pl.built[file] = append(pl.built[file], byName[c.Group])
		}
		for _, m := range c.Mounts {
			file := path.Join(at.folder, m)
			pl.mounted[file] = append(pl.mounted[file], byName[c.Group])
		}
		for _, command := range c.Starts {
			for _, file := range command.Files {
				other := folder(path.Join(at.folder, file))
				pl.beside[at.folder] = append(pl.beside[at.folder], other)
				pl.beside[other] = append(pl.beside[other], at.folder)
			}
		}
	}
}

// name notes by which names the containers of a folder's project call each other: those of their groups, which come first,
// and those that they have besides.
func (pl *plan) name(dir string, places []Place) {
	byName := pl.byName[dir]
	if byName == nil {
		byName = map[string]namespace{}
		pl.byName[dir] = byName
	}
	for i := range places { // places are large
		if c := &places[i].Claim; c.Group != "" && c.Inside != "" {
			byName[c.Group] = namespace{dir, c.Inside}
		}
	}
	called := func(name, group string) {
		if _, ok := byName[name]; !ok && group != "" {
			n, ok := byName[group]
			if !ok {
				n = namespace{dir, group}
			}
			byName[name] = n
		}
	}
	for i := range places {
		c := &places[i].Claim
		if c.Scope != claim.Host {
			called(c.Group, c.Group)
		}
		for _, group := range c.Sharers {
			called(group, group)
		}
	}
	for i := range places {
		c := &places[i].Claim
		for _, name := range c.Called {
			called(name, c.Group)
		}
	}
}

// namespaces returns the namespaces in which a place's port is one, none where it is on this machine or another one, and whether
// that is sure.
func (pl *plan) namespaces(p Place) (namespaces []namespace, sure bool) {
	c := p.Claim
	own := c.Role == claim.Bind || c.Host != "" && !namesHostFromInside(c) || probes(c)
	switch {
	case c.Scope == claim.Remote:
		return pl.named(p)
	case !own || browsed(c):
		return nil, false
	case c.Scope == claim.Container && pl.projects[start{folder(p.Path), c.Together}]:
		return pl.ofGroup(p), true
	case len(pl.built[p.Path]) > 0:
		return pl.built[p.Path], true
	}
	if namespaces = pl.having(p.Path); len(namespaces) > 0 {
		return namespaces, true
	}
	return pl.loading(p)
}

// ofGroup returns the namespaces of the group that a place is of, and of those that have what is said of it as well.
func (pl *plan) ofGroup(p Place) []namespace {
	var namespaces []namespace
	add := func(dir, group string) {
		if n, ok := pl.byName[dir][group]; ok && !slices.Contains(namespaces, n) {
			namespaces = append(namespaces, n)
		}
	}
	heirs := pl.w.index(p.Path).begun.heirs
	for _, group := range append([]string{p.Claim.Group}, p.Claim.Sharers...) {
		add(folder(p.Path), group)
		for _, h := range heirs[command{p.Path, group}] {
			add(folder(h.Path), h.Claim.Group)
		}
	}
	return namespaces
}

// having returns the namespaces into which a file is put, by itself or with a folder around it.
func (pl *plan) having(file string) []namespace {
	if len(pl.mounted) == 0 {
		return nil
	}
	for _, at := range append([]string{file}, around(folder(file))...) {
		if namespaces := pl.mounted[at]; len(namespaces) > 0 {
			return namespaces
		}
	}
	return nil
}

// loading returns the namespaces in which something listens on the number of an environment file. One by which a port of theirs
// is published is about that, unless it has the name by which any program listens.
func (pl *plan) loading(p Place) (namespaces []namespace, sure bool) {
	if !mayBeGiven(p.Claim) {
		return nil, false
	}
	sure = isMainName(p.Claim.Key)
	for _, l := range pl.w.index(p.Path).loads[p.Path] {
		outer := !isPlainPort(p.Claim.Key) && slices.ContainsFunc(pl.w.project(l), func(o Place) bool {
			return o.Claim.Group == l.Claim.Group && published(o.Claim) && o.Claim.Variable == p.Claim.Key
		})
		if n, ok := pl.byName[folder(l.Path)][l.Claim.Group]; ok && !outer && !pl.w.given(l, p.Claim.Key) {
			namespaces = append(namespaces, n)
			sure = sure && (!l.Claim.Unsure || onlyForContainers(p.Path))
		}
	}
	return namespaces, sure
}

// named returns the namespaces that the host of a place may be a name of. What is read in a container, or lies beside its
// project's files, surely means one of that project.
func (pl *plan) named(p Place) (namespaces []namespace, sure bool) {
	name := strings.ToLower(p.Claim.Host)
	dirs := []string{folder(p.Path)}
	for _, n := range slices.Concat(pl.having(p.Path), pl.built[p.Path]) {
		dirs = append(dirs, n.folder)
	}
	for _, l := range pl.w.index(p.Path).loads[p.Path] {
		dirs = append(dirs, folder(l.Path))
	}
	for i := 0; i < len(dirs); i++ {
		for _, other := range pl.beside[dirs[i]] {
			if !slices.Contains(dirs, other) {
				dirs = append(dirs, other)
			}
		}
	}
	if namespaces = pl.behind(name, dirs); len(namespaces) > 0 {
		return namespaces, true
	}
	for _, dir := range around(folder(p.Path)) {
		if pl.byName[dir] != nil {
			return pl.behind(name, []string{dir}), false
		}
	}
	return nil, false
}

// behind returns the namespaces that containers of some folders' projects call by a name.
func (pl *plan) behind(name string, dirs []string) []namespace {
	var namespaces []namespace
	for _, dir := range dirs {
		if n, ok := pl.byName[dir][name]; ok && !slices.Contains(namespaces, n) {
			namespaces = append(namespaces, n)
		}
	}
	return namespaces
}
