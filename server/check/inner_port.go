package check

import (
	"slices"

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
	// stray are the ranges that the port is in, which stay.
	stray []Related
}

// An innerPlace is a place on a port of namespaces, and how that is known: through the variable that it gives its number,
// or stands in for.
type innerPlace struct {
	Place
	use claim.Claim // what it is used as
	why Occurrence

	namespaces []namespace
	sure       bool // whether it is surely about these
}

// innerPort returns the port inside of containers that a place means, nil where it means none, or more than one port.
func (w *World) innerPort(p Place) *innerPort {
	pl := w.plan()
	if len(pl.projects) == 0 {
		return nil
	}
	all, ranges := w.innerPlaces(pl, p.Claim.Endpoint)
	port := &innerPort{decided: map[spot]bool{}}
	for _, in := range all {
		if in.spot() == p.spot() {
			port.join(in.namespaces)
		}
	}
	if len(port.namespaces) == 0 {
		return nil
	}
	for again := true; again; { // one place of two namespaces makes one of their ports
		again = false
		for _, in := range all {
			again = in.sure && port.has(in.namespaces) && port.join(in.namespaces) || again
		}
	}
	targets := w.targets(pl)
	for _, in := range all {
		if !port.has(in.namespaces) {
			continue
		}
		if _, ok := targets[in.spot()]; ok && in.use.Variable == "" {
			port.fixed = true
			in.why.Kind, in.why.Why = "Container port", "where the published port leads"
		}
		if in.tells(targets) {
			port.told, port.decided[in.spot()] = true, true
		}
		in.why.Place, in.why.Unsure = in.Place, !in.sure || in.Claim.Scope != claim.Host && in.Claim.Unsure && !in.Claim.Announces
		port.places = append(port.places, in.why)
	}
	port.stray = slices.DeleteFunc(ranges, func(r Related) bool {
		namespaces, _ := pl.namespaces(r.Place)
		return !port.has(namespaces)
	})
	return port
}

// has reports whether the port is one of any of some namespaces.
func (port *innerPort) has(namespaces []namespace) bool {
	return slices.ContainsFunc(namespaces, func(n namespace) bool { return slices.Contains(port.namespaces, n) })
}

// join adds namespaces, and reports whether any is new.
func (port *innerPort) join(namespaces []namespace) bool {
	before := len(port.namespaces)
	for _, n := range namespaces {
		if !slices.Contains(port.namespaces, n) {
			port.namespaces = append(port.namespaces, n)
		}
	}
	return len(port.namespaces) > before
}

// tells reports whether an innerPlace has the program listen there, rather than telling others that it does.
func (in innerPlace) tells(targets map[spot]bool) bool {
	c := in.use
	if c.Role != claim.Bind || targets[spot{in.why.Path, c.Digits.Start}] || !in.sure || c.Announces {
		return false
	}
	return !c.Unsure && (c.Scope == claim.Container || c.Group != "" || c.Assigns == "" || isPlainPort(c.Key))
}

// targets are where numbers are written to which published ports lead.
func (w *World) targets(pl *plan) map[spot]bool {
	targets := map[spot]bool{}
	for at := range pl.projects {
		for _, p := range w.index(at.folder + "/x").together[at] {
			if p.Claim.Target != 0 && p.Claim.TargetSpan.Len() > 0 {
				targets[p.targetSpot()] = true
			}
		}
	}
	return targets
}

// innerPlaces returns every place of the workspace on a port of some namespaces, by path and place, and the ranges that the
// port is in, which stay.
func (w *World) innerPlaces(pl *plan, e claim.Endpoint) (all []innerPlace, ranges []Related) {
	for _, file := range w.Paths() {
		f, _ := w.File(file)
		if w.disk.projects.excludes(file) {
			continue
		}
		for _, c := range f.Claims {
			if c.Note() || c.Scope == claim.Sample || c.Variable == "" && !c.PortsOverlap(e) {
				continue
			}
			p := Place{file, c}
			switch sources := w.Sources(p); {
			case len(sources) > 0 || isOn(c, e):
				all = append(all, w.innerUses(pl, p, e, sources)...)
			case !c.Open() && c.PortsOverlap(e):
				ranges = append(ranges, Related{p, "has ports that go apart"})
			}
		}
	}
	return all, ranges
}

// innerUses returns a place and those that supply its number, as far as they are on a port of some namespaces.
func (w *World) innerUses(pl *plan, p Place, e claim.Endpoint, sources []Place) []innerPlace {
	namespaces, sure := pl.namespaces(p)
	if len(namespaces) == 0 {
		return nil
	}
	own := innerPlace{Place: p, use: p.Claim, namespaces: namespaces, sure: sure, why: w.meaning(subject{Place: p})}
	if len(sources) == 0 {
		return []innerPlace{own}
	}
	var all []innerPlace
	for _, s := range sources {
		if isOn(s.Claim, e) {
			supplier := own
			supplier.Place, supplier.why = s, Occurrence{Place: p, Kind: "Variable", Why: "supplies the number"}
			all = append(all, supplier)
		}
	}
	if len(all) > 0 && isOn(p.Claim, e) {
		own.why.Kind, own.why.Why = "Default", "stands in where "+p.Claim.Variable+" is not set"
		all = append(all, own)
	}
	return all
}

// isOn reports whether a claim is of the one port of an endpoint.
func isOn(c claim.Claim, e claim.Endpoint) bool {
	return c.Port == e.Port && c.EndPort == e.Port && c.Protocol == e.Protocol && !c.Open()
}

// goInside adds to the service of a place what of it is inside of containers: all of it where the place means nothing on
// this machine, and what goes by a variable that supplies the service's number as well.
func (w *World) goInside(s *service, p Place) {
	if len(s.places) == 0 {
		s.enter(w.innerPort(p))
	}
	for _, o := range slices.Clone(s.places) {
		if !o.Unsure && len(s.visits)+len(s.binds) > 0 && w.feedsInside(o.Place) {
			if port := w.innerPort(o.Place); port != nil && (port.told || !port.fixed) {
				s.enter(port)
			}
		}
	}
	for _, port := range s.inner {
		for _, o := range port.places {
			if !o.Unsure && o.Claim.Assigns != "" && !s.outside(o.Place) {
				other := w.outer(o.Place)
				s.binds, s.visits = append(s.binds, other.binds...), append(s.visits, other.visits...)
				s.places, s.stray = append(s.places, other.places...), append(s.stray, other.stray...)
			}
		}
	}
}

// enter adds the places of a port inside of containers.
func (s *service) enter(port *innerPort) {
	if port == nil {
		return
	}
	s.inner = append(s.inner, port)
	s.places, s.stray = append(s.places, port.places...), append(s.stray, port.stray...)
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
	i := slices.IndexFunc(s.inner, func(port *innerPort) bool {
		return slices.ContainsFunc(port.places, func(p Occurrence) bool { return p.spot() == o.spot() })
	})
	if i < 0 || c.EndPort != c.Port {
		return Place{}, ""
	}
	others, _ := w.innerPlaces(w.plan(), c.Endpoint)
	for _, in := range others {
		if in.sure && in.use.Role == claim.Bind && s.inner[i].has(in.namespaces) && !s.has(in.Place) {
			return in.Place, s.inner[i].namespaces[0].name
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
	return isPlainPort(p.Claim.Key) && len(w.index(p.Path).loads[p.Path]) > 0
}
