package check

import (
	"cmp"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A start is what starts claims together: a folder, and the claims' own name for it.
type start struct{ folder, together string }

// A command is what a file has others start: a group of it, or all that it starts together where the group is empty.
type command struct{ path, group string }

// begun are the starts that a command of a file is part of because other files start it, by name or through more
// commands. Files that are read over one another are one.
type begun struct {
	by map[command][]start
	// heirs are the groups of other files that have a command's ports as well.
	heirs map[command][]Place
	// started are the commands that some file starts, whatever starts that, and names the services that commands start by
	// their names.
	started map[command]bool
	names   []naming
	// over are the files that a file is read under somewhere, and replaces the groups whose ports in the files below their
	// own's replace.
	over     map[string][]string
	replaces map[command]bool
}

// links are what commands lead to, by what the files say of them.
type links struct {
	first     map[start][]command   // what a start starts itself
	onward    map[command][]command // what a command starts in turn
	inherited map[command][]command // what a command has the ports of
	extending []Place               // what says that a command has those
}

// begunBy returns what files start.
func begunBy(files map[string]File) begun {
	b := begun{
		by: map[command][]start{}, heirs: map[command][]Place{}, started: map[command]bool{},
		over: map[string][]string{}, replaces: map[command]bool{},
	}
	l := links{first: map[start][]command{}, onward: map[command][]command{}, inherited: map[command][]command{}}
	t := catalogOf(files)
	for name, f := range files {
		for _, c := range f.Claims {
			b.note(&l, t, Place{name, c})
		}
	}
	for _, commands := range l.onward {
		for _, c := range commands {
			b.started[c] = true
		}
	}
	for at, commands := range l.first {
		for _, c := range reached(commands, l.onward) {
			b.by[c] = append(b.by[c], at)
		}
	}
	slices.SortFunc(l.extending, comparePlaces)
	for _, p := range l.extending {
		for _, c := range reached(l.inherited[command{p.Path, p.Claim.Group}], l.inherited) {
			b.heirs[c] = append(b.heirs[c], p)
		}
	}
	return b
}

// note takes in what a claim says of what is started along with what.
func (b *begun) note(l *links, t catalog, p Place) {
	c := p.Claim
	from := command{p.Path, c.Group}
	for _, to := range c.Starts {
		all := t.commands(p.Path, to)
		for _, below := range to.Over {
			below = path.Join(folder(p.Path), below)
			b.over[below] = append(b.over[below], path.Join(folder(p.Path), to.Files[0]))
		}
		l.onward[from] = append(l.onward[from], all...)
		if c.Together != "" {
			at := start{folder(p.Path), c.Together}
			l.first[at] = append(l.first[at], all...)
		}
	}
	for _, to := range c.Named {
		b.names = append(b.names, naming{to, p.Path})
	}
	if c.Replaces {
		b.replaces[from] = true
	}
	if c.Extends != nil {
		l.inherited[from] = append(l.inherited[from], t.commands(p.Path, *c.Extends)...)
		l.extending = append(l.extending, p)
	}
}

// A naming is of a service that a command of a file starts by its name, see [claim.Claim.Named].
type naming struct {
	claim.Command

	from string
}

// mayMean reports whether the command may be about a compose file of a name that it is told: one in its project's own folder
// where it starts all of it, and one around or below that where it names a service.
func (n naming) mayMean(file string) bool {
	ground := ranFrom(n.from)
	if island(n.from) != island(file) || n.Group == "" && folder(file) != ground || !contains(ground, folder(file)) && !contains(folder(file), ground) {
		return false
	}
	return matches(n.Files, path.Base(file))
}

// ranFrom returns the folder in which the commands of a file are run: that of its project, around a folder that tools look
// for (.github/workflows).
func ranFrom(file string) string {
	dir := folder(file)
	for _, hidden := range []string{dir, path.Dir(dir)} {
		if strings.HasPrefix(path.Base(hidden), ".") {
			return path.Dir(hidden)
		}
	}
	return home(file)
}

// reached returns commands and all that they lead to, no two the same.
func reached(commands []command, onward map[command][]command) []command {
	var all []command
	seen := map[command]bool{}
	for todo := slices.Clone(commands); len(todo) > 0; {
		c := todo[0]
		if todo = todo[1:]; !seen[c] {
			seen[c] = true
			all = append(all, c)
			todo = append(todo, onward[c]...)
		}
	}
	return all
}

// starts returns what a place is started by along with others, its own file's first.
func (b begun) starts(p Place) []start {
	var all []start
	if p.Claim.Together != "" {
		all = append(all, start{folder(p.Path), p.Claim.Together})
		all = append(all, b.by[command{p.Path, ""}]...)
	}
	if p.Claim.Group != "" {
		all = append(all, b.by[command{p.Path, p.Claim.Group}]...)
	}
	if len(all) > 1 {
		slices.SortFunc(all[1:], func(a, b start) int {
			return cmp.Or(strings.Compare(a.folder, b.folder), strings.Compare(a.together, b.together))
		})
		all = slices.Compact(all)
	}
	return slices.DeleteFunc(all, func(at start) bool { return b.replaced(p, at) })
}

// replaced reports whether the published port of a place is none of those that its group has by a start: a file that is read
// over the place's own there has others.
func (b begun) replaced(p Place, at start) bool {
	return published(p.Claim) && slices.ContainsFunc(b.over[p.Path], func(upper string) bool {
		return b.replaces[command{upper, p.Claim.Group}] && slices.Contains(b.by[command{upper, ""}], at)
	})
}

// alone reports whether a place's service is one that the workspace starts by its name, and never with all of its compose
// file: what runs beside it is for whoever starts it to say.
func (b begun) alone(p Place) bool {
	if !published(p.Claim) || b.starting(p.Path, "") {
		return false
	}
	return slices.ContainsFunc(append([]string{p.Claim.Group}, p.Claim.Sharers...), func(group string) bool {
		return b.starting(p.Path, group)
	})
}

// starting reports whether some command of the workspace starts a group of a file, or all of it where the group is empty.
func (b begun) starting(file, group string) bool {
	return b.started[command{file, group}] || slices.ContainsFunc(b.names, func(n naming) bool {
		return (n.Group == group || group != "" && (n.Group == "**" || n.Means(group))) && n.mayMean(file)
	})
}

// inherit returns what a subject is as the port of the groups of other files that have it too.
func (b begun) inherit(s subject) []subject {
	if len(b.heirs) == 0 {
		return nil
	}
	p := s.written()
	if !published(p.Claim) {
		return nil
	}
	heirs := slices.Clone(b.heirs[command{p.Path, p.Claim.Group}])
	for _, group := range p.Claim.Sharers {
		heirs = append(heirs, b.heirs[command{p.Path, group}]...)
	}
	slices.SortFunc(heirs, comparePlaces)
	var all []subject
	for _, h := range heirs {
		if p.Claim.Variable != "" && folder(h.Path) != folder(p.Path) {
			continue // the heir's folder may give it another number
		}
		if len(all) > 0 && all[len(all)-1].takes(h) {
			last := &all[len(all)-1].Claim
			last.Sharers = append(last.Sharers, h.Claim.Group)
			continue
		}
		own := s
		if s.via != nil {
			own.via = &Place{p.Path, p.Claim}
			own.via.Claim.Group = h.Claim.Group
		}
		own.Claim.Group, own.Claim.Profiles, own.Claim.Sharers = h.Claim.Group, h.Claim.Profiles, nil
		own.starts = b.starts(h)
		all = append(all, own)
	}
	return all
}

// takes reports whether a subject is started as another group of its port is, so that the two share it.
func (s subject) takes(heir Place) bool {
	return len(s.starts) > 0 && s.starts[0] == start{folder(heir.Path), heir.Claim.Together} && slices.Equal(s.Claim.Profiles, heir.Claim.Profiles)
}

// restarts reports whether a file has others start, or tells of itself what others start it by, as it did not in an older
// version.
func restarts(f, old File) bool { return !reflect.DeepEqual(startsOf(f), startsOf(old)) }

// startsOf returns what a file says of what is started along with what, wherever in it.
func startsOf(f File) []claim.Claim {
	var notes []claim.Claim
	name := ""
	for _, c := range f.Claims {
		if c.Package != name {
			name = c.Package
			notes = append(notes, claim.Claim{Package: name})
		}
		if c.Starts != nil || c.Extends != nil || c.Members != nil || c.Named != nil || c.Replaces {
			notes = append(notes, claim.Claim{
				Group: c.Group, Together: c.Together, Profiles: c.Profiles, Starts: c.Starts, Extends: c.Extends, Members: c.Members, Named: c.Named, Replaces: c.Replaces,
			})
		}
	}
	return notes
}
