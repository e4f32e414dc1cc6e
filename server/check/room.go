package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A room is the inside of the containers that have one localhost, and so one set of ports: by the folder of their
// project's files, and by the service whose network they have.
type room struct{ folder, name string }

// A plan tells which rooms the places of a workspace are about.
type plan struct {
	w *World
	// doors are the rooms by the folder of their project and by what its containers call them.
	doors map[string]map[string]room
	// projects are what is started together in rooms.
	projects map[start]bool
	built    map[string][]room // by the file that they are built by
	mounted  map[string][]room // by the file or folder that is put into them
	beside   map[string][]string
}

func (w *World) plan() *plan {
	pl := &plan{
		w: w, doors: map[string]map[string]room{}, projects: map[start]bool{},
		built: map[string][]room{}, mounted: map[string][]room{}, beside: map[string][]string{},
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
	doors := pl.doors[at.folder]
	if doors == nil {
		doors = map[string]room{}
		pl.doors[at.folder] = doors
	}
	for i := range places { // places are large
		c := &places[i].Claim
		if c.Group != "" && c.Inside != "" {
			doors[c.Group] = room{at.folder, c.Inside}
		}
	}
	called := func(name, group string) {
		if _, ok := doors[name]; !ok && group != "" {
			r, ok := doors[group]
			if !ok {
				r = room{at.folder, group}
			}
			doors[name] = r
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
		p := &places[i]
		for _, name := range p.Claim.Called {
			called(name, p.Claim.Group)
		}
		if p.Claim.Recipe != "" {
			file := path.Join(at.folder, p.Claim.Recipe)
			pl.built[file] = append(pl.built[file], doors[p.Claim.Group])
		}
		for _, m := range p.Claim.Mounts {
			file := path.Join(at.folder, m)
			pl.mounted[file] = append(pl.mounted[file], doors[p.Claim.Group])
		}
		for _, command := range p.Claim.Starts {
			for _, file := range command.Files {
				other := folder(path.Join(at.folder, file))
				pl.beside[at.folder] = append(pl.beside[at.folder], other)
				pl.beside[other] = append(pl.beside[other], at.folder)
			}
		}
	}
}

// rooms returns the rooms in which a place's port is one, none where it is on this machine or another one, and whether
// that is sure.
func (pl *plan) rooms(p Place) (rooms []room, sure bool) {
	c := p.Claim
	own := c.Role == claim.Bind || c.Host != "" && c.Reach().Loopback() && !strings.HasSuffix(c.Host, ".internal") || strings.Contains(strings.ToLower(c.Key), "health") && c.Host == ""
	switch {
	case c.Scope == claim.Remote && c.Role == claim.Connect:
		return pl.called(p)
	case !own || c.Scope != claim.Container && c.Scope != claim.Host:
		return nil, false
	case c.Scope == claim.Container && (browsed(c) || pl.w.outside(p)):
		return nil, false
	case c.Scope == claim.Container && pl.projects[start{folder(p.Path), c.Together}]:
		return pl.ofGroup(p), true
	case c.Scope == claim.Container && len(pl.built[p.Path]) > 0:
		return pl.built[p.Path], true
	}
	if rooms = pl.having(p.Path); len(rooms) > 0 {
		return rooms, true
	}
	return pl.loading(p)
}

// ofGroup returns the rooms of the group that a place is of, and of those that have what is said of it as well.
func (pl *plan) ofGroup(p Place) []room {
	var rooms []room
	add := func(dir, group string) {
		if r, ok := pl.doors[dir][group]; ok && !slices.Contains(rooms, r) {
			rooms = append(rooms, r)
		}
	}
	heirs := pl.w.index(p.Path).begun.heirs
	for _, group := range append([]string{p.Claim.Group}, p.Claim.Sharers...) {
		add(folder(p.Path), group)
		for _, h := range heirs[command{p.Path, group}] {
			add(folder(h.Path), h.Claim.Group)
		}
	}
	return rooms
}

// having returns the rooms into which a file is put, by itself or with a folder around it.
func (pl *plan) having(file string) []room {
	if len(pl.mounted) == 0 {
		return nil
	}
	for _, at := range append([]string{file}, around(folder(file))...) {
		if rooms := pl.mounted[at]; len(rooms) > 0 {
			return rooms
		}
	}
	return nil
}

// loading returns the rooms in which something listens on the number of an environment file. One by which a port of theirs
// is published is about that, unless it has the name by which any program listens.
func (pl *plan) loading(p Place) (rooms []room, sure bool) {
	if !mayBeGiven(p.Claim) {
		return nil, false
	}
	sure = isMainName(p.Claim.Key)
	for _, l := range pl.w.index(p.Path).loads[p.Path] {
		outer := lastName(p.Claim.Key) != "PORT" && slices.ContainsFunc(pl.w.project(l), func(o Place) bool {
			return o.Claim.Group == l.Claim.Group && published(o.Claim) && o.Claim.Variable == p.Claim.Key
		})
		if r, ok := pl.doors[folder(l.Path)][l.Claim.Group]; ok && !outer && !pl.w.given(l, p.Claim.Key) && !slices.Contains(l.Claim.Given, p.Claim.Key) {
			rooms = append(rooms, r)
			sure = sure && (!l.Claim.Unsure || onlyForContainers(p.Path))
		}
	}
	return rooms, sure
}

// called returns the rooms that the host of a place may be a name of. What is read in a container, or lies beside its
// project's files, surely means one of that project.
func (pl *plan) called(p Place) (rooms []room, sure bool) {
	name := strings.ToLower(p.Claim.Host)
	if name == "" || strings.ContainsAny(name, ".:") {
		return nil, false
	}
	dirs := []string{folder(p.Path)}
	for _, r := range slices.Concat(pl.having(p.Path), pl.built[p.Path]) {
		dirs = append(dirs, r.folder)
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
	if rooms = pl.behind(name, dirs); len(rooms) > 0 {
		return rooms, true
	}
	for _, dir := range around(folder(p.Path)) {
		if pl.doors[dir] != nil {
			return pl.behind(name, []string{dir}), false
		}
	}
	return nil, false
}

// behind returns the rooms that containers of some folders' projects call by a name.
func (pl *plan) behind(name string, dirs []string) []room {
	var rooms []room
	for _, dir := range dirs {
		if r, ok := pl.doors[dir][name]; ok && !slices.Contains(rooms, r) {
			rooms = append(rooms, r)
		}
	}
	return rooms
}
