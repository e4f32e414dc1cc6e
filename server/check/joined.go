package check

import (
	"path"
	"slices"
	"strings"
)

func newBind(s subject, g ground) *bind {
	b := &bind{subject: s, ground: g, reach: s.Claim.Reach(), dir: telling(path.Base(g.home))}
	for _, name := range []string{s.Claim.Group, s.Claim.Assigns, s.Claim.Variable} {
		if words := telling(name); words != "" {
			b.names = append(b.names, words)
		}
	}
	for _, name := range append(b.names, b.dir) {
		if name != "" {
			b.named = append(b.named, strings.Fields(name))
		}
	}
	return b
}

// joined returns the services that binds are of: those that are tied are one. One that is tied to two that are started
// beside each other may be either, and stays alone.
func joined(binds []*bind) []*service {
	g := grouping{binds: binds, group: make([]int, len(binds))}
	for i := range binds {
		g.group[i] = i
		if i > 0 && binds[i].spot() == binds[i-1].spot() {
			g.group[i] = g.group[i-1] // one number, whatever takes it
		}
	}
	g.rivals = rivals(binds)
	g.join(g.pairs(func(a *bind) []string { return around(a.home) }, (*bind).called))
	g.join(g.pairs(func(a *bind) []string { return []string{a.home} }, (*bind).beside))
	return g.services()
}

// A grouping is binds on their way to being services.
type grouping struct {
	binds []*bind
	// group has the number of the group of each bind: that of one of its binds.
	group  []int
	rivals [][2]int // the binds that are started beside each other
}

// pairs returns the pairs of which a relation holds one way or the other. It is asked only of those of which one has
// the first of the other's keys, so that a large workspace does not compare each with each.
func (g *grouping) pairs(keys func(*bind) []string, holds func(a, b *bind) bool) [][2]int {
	first := map[string][]int{}
	for i, b := range g.binds {
		k := keys(b)[0]
		first[k] = append(first[k], i)
	}
	var found [][2]int
	for i, b := range g.binds {
		for n, k := range keys(b) {
			for _, j := range first[k] {
				if (n > 0 || j < i) && (holds(b, g.binds[j]) || holds(g.binds[j], b)) {
					found = append(found, [2]int{j, i})
				}
			}
		}
	}
	return found
}

// rivals returns the pairs of binds that are started beside each other.
func rivals(binds []*bind) [][2]int {
	by := map[start][]int{}
	var found [][2]int
	for i, b := range binds {
		for _, at := range b.starts {
			for _, j := range by[at] {
				if b.apart(binds[j]) || binds[j].apart(b) {
					found = append(found, [2]int{j, i})
				}
			}
			by[at] = append(by[at], i)
		}
	}
	return found
}

// join makes one group of the two of each tie, unless some of them are rivals, or one is tied to a rival of the other too.
func (g *grouping) join(ties [][2]int) {
	for again := true; again; {
		again = false
		for _, t := range ties {
			a, b := g.group[t[0]], g.group[t[1]]
			if a == b || g.torn(a, b, ties) || g.torn(b, a, ties) {
				continue
			}
			for i := range g.group {
				if g.group[i] == b {
					g.group[i] = a
				}
			}
			again = true
		}
	}
}

// torn reports whether a group has a rival that the other is, or that the other is tied to.
func (g *grouping) torn(a, b int, ties [][2]int) bool {
	for _, r := range g.rivals {
		for _, r := range [][2]int{r, {r[1], r[0]}} {
			rival := g.group[r[1]]
			if g.group[r[0]] != a || rival == a {
				continue
			}
			if rival == b || slices.ContainsFunc(ties, func(t [2]int) bool {
				x, y := g.group[t[0]], g.group[t[1]]
				return x == rival && y == b || x == b && y == rival
			}) {
				return true
			}
		}
	}
	return false
}

func (g *grouping) services() []*service {
	var all []*service
	by := map[int]*service{}
	for i, b := range g.binds {
		s := by[g.group[i]]
		if s == nil {
			s = &service{}
			by[g.group[i]] = s
			all = append(all, s)
		}
		s.binds = append(s.binds, b)
	}
	return all
}

// around returns a folder and those that it is in, from the inside out.
func around(dir string) []string {
	all := []string{dir}
	for dir != path.Dir(dir) {
		dir = path.Dir(dir)
		all = append(all, dir)
	}
	return all
}

// apart reports whether two binds are started beside each other, so that they are two services.
func (b *bind) apart(o *bind) bool { return clashes(b.subject, o.subject) }

// alike reports whether two binds could be one by what they say of the endpoint.
func (b *bind) alike(o *bind) bool {
	return b.Claim.Port == o.Claim.Port && b.Claim.EndPort == o.Claim.EndPort && b.island == o.island && b.reach.Overlaps(o.reach)
}

// beside ties binds of one project folder, but not one variable that two environment files give a value, each in its own
// folder: each may be a program's own.
func (b *bind) beside(o *bind) bool {
	name := b.Claim.Assigns
	return b.home == o.home && b.alike(o) && (name == "" || name != o.Claim.Assigns || folder(b.Path) == folder(o.Path))
}

// called ties binds by a name: a variable that one is the value of and the other, in the same folder or below, asks for
// or repeats, or a folder that is called as the service of a folder around it is.
func (b *bind) called(o *bind) bool {
	if !contains(b.home, o.home) || !b.alike(o) {
		return false
	}
	name := b.Claim.Assigns
	if b.home == o.home && !b.beside(o) {
		return false
	}
	asked := name == o.Claim.Variable || name == o.Claim.Assigns && o.via == nil && len(o.names) > 0
	return name != "" && asked || b.home != o.home && o.dir != "" && slices.Contains(b.names, o.dir)
}
