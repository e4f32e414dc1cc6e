package check

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// An innerPort is a port inside of containers, by all the places of the workspace that mean it: what has the container's
// program listen there, what publishes it or tells of it, the checks of its health, and whatever goes there from other
// containers.
type innerPort struct {
	namespaces []namespace
	places     []Occurrence
	// told is set where some file has the program listen there. Elsewhere the port is the program's own choice, and stays.
	// decided are the spots by which it is.
	told    bool
	decided map[spot]bool
	// fixed is set where a number is written out by which the port is published.
	fixed bool
	stray []Related
}

// An innerPlace is a place on a port of namespaces, and how that is known: through the variable that it gives its number,
// or stands in for.
type innerPlace struct {
	Place
	use  claim.Claim // what it is used as
	why  Occurrence
	in   []namespace
	sure bool
}

// innerPort returns the port inside of containers that a place means, nil where it means none, or more than one port.
func (w *World) innerPort(p Place) *innerPort {
	pl := w.plan()
	if len(pl.projects) == 0 {
		return nil
	}
	b := &innerPort{decided: map[spot]bool{}}
	all := w.innerPlaces(pl, p.Claim.Endpoint, b)
	for _, m := range all {
		if m.spot() == p.spot() {
			b.join(m.in)
		}
	}
	if len(b.namespaces) == 0 {
		return nil
	}
	for again := true; again; { // one place of two namespaces makes one of their ports
		again = false
		for _, m := range all {
			again = m.sure && b.has(m.in) && b.join(m.in) || again
		}
	}
	targets := w.targets(pl)
	for _, m := range all {
		if !b.has(m.in) {
			continue
		}
		if _, ok := targets[m.spot()]; ok && m.use.Variable == "" {
			b.fixed = true
			m.why.Kind, m.why.Why = "Container port", "where the published port leads"
		}
		if m.tells(targets) {
			b.told, b.decided[m.spot()] = true, true
		}
		m.why.Place, m.why.Unsure = m.Place, !m.sure || m.Claim.Scope != claim.Host && m.Claim.Unsure && !strings.Contains(m.Claim.Key, ".expose")
		b.places = append(b.places, m.why)
	}
	b.stray = slices.DeleteFunc(b.stray, func(r Related) bool {
		in, _ := pl.namespaces(r.Place)
		return !b.has(in)
	})
	return b
}

func (b *innerPort) has(namespaces []namespace) bool {
	return slices.ContainsFunc(namespaces, func(r namespace) bool { return slices.Contains(b.namespaces, r) })
}

// join adds namespaces, and reports whether any is new.
func (b *innerPort) join(namespaces []namespace) bool {
	before := len(b.namespaces)
	for _, r := range namespaces {
		if !slices.Contains(b.namespaces, r) {
			b.namespaces = append(b.namespaces, r)
		}
	}
	return len(b.namespaces) > before
}

// tells reports whether an innerPlace has the program listen there, rather than telling others that it does.
func (m innerPlace) tells(targets map[spot]bool) bool {
	c := m.use
	if c.Role != claim.Bind || targets[spot{m.why.Path, c.Digits.Start}] || !m.sure || strings.Contains(c.Key, ".expose") || strings.Contains(c.Key, ".labels") {
		return false
	}
	return !c.Unsure && (c.Scope == claim.Container || c.Group != "" || c.Assigns == "" || lastName(c.Key) == "PORT")
}

// targets are where numbers are written to which published ports lead.
func (w *World) targets(pl *plan) map[spot]bool {
	targets := map[spot]bool{}
	for at := range pl.projects {
		for _, p := range w.index(at.folder + "/x").together[at] {
			if p.Claim.Target != 0 && p.Claim.TargetSpan.Len() > 0 {
				targets[spot{p.Path, p.Claim.TargetSpan.Start}] = true
			}
		}
	}
	return targets
}

// innerPlaces returns every place of the workspace on a port of some namespaces, by path and place, and puts the ranges
// that the port is in to what stays.
func (w *World) innerPlaces(pl *plan, e claim.Endpoint, b *innerPort) []innerPlace {
	var all []innerPlace
	is := func(c claim.Claim) bool {
		return c.Port == e.Port && c.EndPort == e.Port && c.Protocol == e.Protocol && !c.Open()
	}
	for _, file := range w.Paths() {
		f, _ := w.File(file)
		if w.disk.projects.excludes(file) {
			continue
		}
		for _, c := range f.Claims {
			p := Place{file, c}
			if c.Note() || c.Scope == claim.Sample || c.Variable == "" && !c.PortsOverlap(e) {
				continue
			}
			sources := w.Sources(p)
			if len(sources) == 0 && !is(c) {
				if !c.Open() && c.PortsOverlap(e) {
					b.stray = append(b.stray, Related{p, "has ports that go apart"})
				}
				continue
			}
			in, sure := pl.namespaces(p)
			if len(in) == 0 {
				continue
			}
			m := innerPlace{Place: p, use: c, in: in, sure: sure, why: w.meaning(subject{Place: p})}
			if len(sources) == 0 {
				all = append(all, m)
				continue
			}
			supplied := false
			for _, s := range sources {
				if is(s.Claim) {
					supplied = true
					all = append(all, innerPlace{Place: s, use: c, in: in, sure: sure, why: Occurrence{Place: p, Kind: "Variable", Why: "supplies the number"}})
				}
			}
			if supplied && is(c) {
				m.why.Kind, m.why.Why = "Default", "stands in where "+c.Variable+" is not set"
				all = append(all, m)
			}
		}
	}
	return all
}

// goInside adds to the service of a place what of it is inside of containers: all of it where the place means nothing on
// this machine, and what goes by a variable that supplies the service's number as well.
func (w *World) goInside(s *service, p Place) {
	if len(s.places) == 0 {
		s.enter(w.innerPort(p))
	}
	for _, o := range slices.Clone(s.places) {
		if !o.Unsure && len(s.visits)+len(s.binds) > 0 && w.feedsInside(o.Place) {
			if b := w.innerPort(o.Place); b != nil && (b.told || !b.fixed) {
				s.enter(b)
			}
		}
	}
	for _, b := range s.inner {
		for _, o := range b.places {
			if !o.Unsure && o.Claim.Assigns != "" && !s.outside(o.Place) {
				other := w.outer(o.Place)
				s.binds, s.visits = append(s.binds, other.binds...), append(s.visits, other.visits...)
				s.places, s.stray = append(s.places, other.places...), append(s.stray, other.stray...)
			}
		}
	}
}

// enter adds the places of a port inside of containers.
func (s *service) enter(b *innerPort) {
	if b == nil {
		return
	}
	s.inner = append(s.inner, b)
	s.places, s.stray = append(s.places, b.places...), append(s.stray, b.stray...)
	s.stray = slices.DeleteFunc(s.stray, func(r Related) bool { return s.has(r.Place) })
}

// untold reports whether the service is only inside of containers, whose programs no file has listen there, and whose they
// are.
func (s *service) untold() (owner string, is bool) {
	if len(s.inner) == 0 || len(s.binds)+len(s.visits) > 0 || s.inner[0].told {
		return "", false
	}
	return s.inner[0].namespaces[0].name, true
}

// taken returns what listens already where a place of the service is to be inside of its container, and in whose.
func (s *service) taken(w *World, c claim.Claim, o Occurrence) (Place, string) {
	i := slices.IndexFunc(s.inner, func(b *innerPort) bool {
		return slices.ContainsFunc(b.places, func(p Occurrence) bool { return p.spot() == o.spot() })
	})
	if i < 0 || c.EndPort != c.Port {
		return Place{}, ""
	}
	at := c.Endpoint
	for _, m := range w.innerPlaces(w.plan(), at, &innerPort{}) {
		if m.sure && m.use.Role == claim.Bind && s.inner[i].has(m.in) && !s.has(m.Place) {
			return m.Place, s.inner[i].namespaces[0].name
		}
	}
	return Place{}, ""
}

// outside reports whether a place is one of what the service is on this machine.
func (s *service) outside(p Place) bool {
	return slices.ContainsFunc(s.binds, func(b *bind) bool { return b.spot() == p.spot() }) ||
		slices.ContainsFunc(s.visits, func(v visit) bool { return v.spot() == p.spot() })
}

// holds reports whether what is written at a spot surely moves along.
func (s *service) holds(at spot) bool {
	return slices.ContainsFunc(s.places, func(o Occurrence) bool { return !o.Unsure && o.spot() == at })
}

// feedsInside reports whether a place is the value of a variable by which something listens inside of a container.
func (w *World) feedsInside(p Place) bool {
	if slices.ContainsFunc(w.Uses(p), func(u Place) bool { return u.Claim.Scope == claim.Container && u.Claim.Role == claim.Bind }) {
		return true
	}
	return lastName(p.Claim.Key) == "PORT" && len(w.index(p.Path).loads[p.Path]) > 0
}
