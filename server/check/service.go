package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A service is what listens on a port of this machine, by all the places of the workspace that mean it. What the
// workspace only goes to is one as well, without binds.
//
// Equal numbers alone join nothing. Binds are one service where they are in one project folder and not started beside
// each other, where one names the variable that the other gives its number, or where a folder has the name that the
// other calls it. Whatever goes to a port means the service that its name tells, or that of its own project folder,
// of the nearest folder around it, or the only one there is. Where that leaves more than one, it means none.
type service struct {
	binds  []*bind
	visits []visit
	// places are all of these and what follows them, sorted by path and place, no two the same.
	places []Occurrence
	// stray are the places that may mean the service or another one, so that they stay as they are.
	stray []Related
	// inner are the ports inside of containers that are the service's, or go with it: one variable supplies both.
	inner []*innerPort
}

// A bind is what listens, with what tells the service that it is of.
type bind struct {
	subject
	ground
	reach claim.Reach
	// names are what it is called, and dir what its project's folder is, both in words that tell something; named has the
	// words of each.
	names []string
	dir   string
	named [][]string
}

// A visit is what goes to a service, surely or perhaps.
type visit struct {
	subject
	ground
	reach  claim.Reach
	unsure bool
}

// A ground is where a file belongs: its project's folder, and what it can be about, see [island].
type ground struct{ home, island string }

// service returns the service that a place means, with what of it is inside of containers.
func (w *World) service(p Place) *service {
	p = w.origin(p)
	svc := w.outer(p)
	w.goInside(svc, p)
	for i, o := range svc.places {
		if deployed(o.Path) && !deployed(p.Path) {
			svc.places[i].Unsure, svc.places[i].Why = true, "is for where it is deployed: "+o.Why
		}
	}
	slices.SortStableFunc(svc.places, func(a, b Occurrence) int { return comparePlaces(a.Place, b.Place) })
	svc.places = slices.CompactFunc(svc.places, func(a, b Occurrence) bool { return a.spot() == b.spot() })
	return svc
}

// outer returns the service of this machine that a place means, without what of it is inside of containers.
func (w *World) outer(p Place) *service {
	e := p.Claim.Endpoint
	m := w.services(e)
	svc := m.at[p.spot()]
	if svc == nil {
		return &service{}
	}
	for _, b := range svc.binds {
		e.Port, e.EndPort = min(e.Port, b.Claim.Port), max(e.EndPort, b.Claim.EndPort)
	}
	if e != p.Claim.Endpoint { // a range, of which p is a part
		m = w.services(e)
		svc = m.at[p.spot()]
	}
	svc.places = w.members(svc)
	w.followers(svc)
	for _, o := range m.suspects(svc) {
		for _, o := range w.members(o) {
			o.Unsure, o.Why = true, "may be the same service: "+o.Why
			svc.places = append(svc.places, o)
		}
	}
	for _, t := range m.torn {
		if slices.Contains(t.between, svc) {
			svc.stray = append(svc.stray, Related{t.Place, "may mean " + w.others(t.between, svc)})
		}
	}
	for _, i := range m.inside {
		if m.at[i.publisher.spot()] == svc {
			svc.stray = append(svc.stray, Related{i.Place, "is the port inside the container of " + i.publisher.owner()})
		}
	}
	return svc
}

// origin returns where the number of a place comes from: the variable's line, where one in the workspace supplies it.
func (w *World) origin(p Place) Place {
	if sources := w.Sources(p); len(sources) > 0 {
		return sources[0]
	}
	return p
}

// members returns what is of a service by itself.
func (w *World) members(s *service) []Occurrence {
	var places []Occurrence
	for _, b := range s.binds {
		places = append(places, w.meaning(b.subject))
	}
	for _, v := range s.visits {
		o := w.meaning(v.subject)
		o.Unsure = v.unsure
		places = append(places, o)
	}
	return places
}

func (s *service) has(p Place) bool {
	return slices.ContainsFunc(s.places, func(o Occurrence) bool { return o.spot() == p.spot() })
}

// others names the services beside one.
func (w *World) others(all []*service, but *service) string {
	const most = 2
	var names []string
	for _, s := range all {
		if s != but {
			names = append(names, fmt.Sprintf("%s (%s)", owning(s.binds[0].subject), w.line(s.binds[0].Place)))
		}
		if len(names) == most {
			break
		}
	}
	if rest := len(all) - 1 - len(names); rest > 0 {
		names = append(names, counted(rest, "other"))
	}
	return strings.Join(names, " or ")
}

// A share is what the places on some ports of this machine are about.
type share struct {
	services []*service
	torn     []torn
	inside   []inner
	at       map[spot]*service
}

// An inner place is a number that a container listens on because it is given the file's variables, with the place that
// publishes it: it is a half of that mapping which stays.
type inner struct{ Place, publisher Place }

// A torn place goes to a port that several services have, and does not tell which of them it means.
type torn struct {
	visit
	between []*service
}

// services returns what the ports of e are about in the workspace. Every place is in at most one service.
func (w *World) services(e claim.Endpoint) *share {
	m := &share{at: map[spot]*service{}}
	grounds := map[string]ground{}
	on := func(p Place) ground {
		dir := folder(p.Path)
		g, ok := grounds[dir]
		if !ok {
			g = ground{home(p.Path), island(p.Path)}
			grounds[dir] = g
		}
		return g
	}
	subjects := w.on(e)
	slices.SortStableFunc(subjects, func(a, b subject) int {
		return cmp.Or(comparePlaces(a.Place, b.Place), comparePlaces(a.written(), b.written()))
	})
	var binds []*bind
	var visits []visit
	for _, s := range append(subjects, w.browsed(e)...) {
		if publisher, ok := w.feedsContainer(s); ok {
			m.inside = append(m.inside, inner{s.Place, publisher})
		} else if s.Claim.Role == claim.Bind {
			binds = append(binds, newBind(s, on(s.Place)))
		} else {
			visits = append(visits, visit{subject: s, ground: on(s.Place), reach: s.Claim.Reach()})
		}
	}
	m.services = joined(binds)
	for _, s := range m.services {
		for _, b := range s.binds {
			m.at[b.spot()] = s
		}
	}
	for _, v := range visits {
		m.receive(v)
	}
	return m
}

// receive puts what goes to a port to the service that it means.
func (m *share) receive(v visit) {
	if s := m.at[v.spot()]; s != nil {
		s.visits = append(s.visits, v) // the variable that supplies it supplies a bind as well
		return
	}
	found := meant(v, m.services)
	var s *service
	switch len(found) {
	case 0:
		s = m.nobodys(v)
	case 1:
		s = found[0]
		v.unsure = !slices.ContainsFunc(s.binds, func(b *bind) bool { return b.island == v.island })
	default:
		m.torn = append(m.torn, torn{v, found})
		s = &service{}
	}
	s.visits = append(s.visits, v)
	m.at[v.spot()] = s
}

// nobodys returns the service of what goes to the same port, which nothing of the workspace starts.
func (m *share) nobodys(v visit) *service {
	for _, s := range m.services {
		if len(s.binds) > 0 {
			continue
		}
		first := s.visits[0]
		if first.island == v.island && first.Claim.PortsOverlap(v.Claim.Endpoint) && first.reach.Overlaps(v.reach) {
			return s
		}
	}
	s := &service{}
	m.services = append(m.services, s)
	return s
}

// suspects returns the service that may well be the same as s: the only other on its ports, in a folder around its own
// or inside it.
func (m *share) suspects(s *service) []*service {
	var others []*service
	for _, o := range m.services {
		if o != s && s.some(o, (*bind).alike) {
			others = append(others, o)
		}
	}
	if len(others) != 1 || s.some(others[0], (*bind).apart) || !s.some(others[0], func(a, b *bind) bool {
		return contains(a.home, b.home) || contains(b.home, a.home)
	}) {
		return nil
	}
	return others
}

// some reports whether a relation holds between any two binds of two services.
func (s *service) some(o *service, holds func(a, b *bind) bool) bool {
	return slices.ContainsFunc(s.binds, func(a *bind) bool {
		return slices.ContainsFunc(o.binds, func(b *bind) bool { return holds(a, b) })
	})
}
