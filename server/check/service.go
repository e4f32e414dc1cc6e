package check

import (
	"cmp"
	"fmt"
	"path"
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
	binds []subject
	// places are sorted by path and place, and no two are the same.
	places []Occurrence
	// stray are the places that may mean the service or another one, so that they stay as they are.
	stray []Related
}

// service returns the service that a place means.
func (w *World) service(p Place) *service {
	p = w.origin(p)
	e := p.Claim.Endpoint
	all := w.services(e)
	i := slices.IndexFunc(all, func(s *service) bool { return s.has(p) })
	if i < 0 {
		return &service{}
	}
	for _, b := range all[i].binds {
		if b.Claim.Port < e.Port || b.Claim.EndPort > e.EndPort { // a range, of which p is a part
			e.Port, e.EndPort = min(e.Port, b.Claim.Port), max(e.EndPort, b.Claim.EndPort)
		}
	}
	if e != p.Claim.Endpoint {
		all = w.services(e)
		i = slices.IndexFunc(all, func(s *service) bool { return s.has(p) })
	}
	svc := all[i]
	w.followers(svc)
	svc.suspect(all)
	slices.SortStableFunc(svc.places, func(a, b Occurrence) int { return comparePlaces(a.Place, b.Place) })
	svc.places = slices.CompactFunc(svc.places, func(a, b Occurrence) bool { return place(a.Place) == place(b.Place) })
	return svc
}

// origin returns where the number of a place comes from: the variable's line, where one in the workspace supplies it.
func (w *World) origin(p Place) Place {
	if sources := w.Sources(p); len(sources) > 0 {
		return sources[0]
	}
	return p
}

func (s *service) has(p Place) bool {
	return slices.ContainsFunc(s.places, func(o Occurrence) bool { return place(o.Place) == place(p) })
}

// services returns what the ports of e are about in the workspace. Every place is in at most one of them.
func (w *World) services(e claim.Endpoint) []*service {
	subjects := w.on(e)
	slices.SortStableFunc(subjects, func(a, b subject) int {
		return cmp.Or(comparePlaces(a.Place, b.Place), comparePlaces(a.written(), b.written()))
	})
	var binds, connects []subject
	for _, s := range subjects {
		if s.Claim.Role == claim.Bind {
			binds = append(binds, s)
		} else {
			connects = append(connects, s)
		}
	}
	all := w.listening(binds)
	connects = append(connects, w.browsed(e)...)
	var idle []*service
	for _, c := range connects {
		found, sure := pointed(c, all)
		o := w.meaning(c)
		switch {
		case len(found) == 1:
			o.Unsure = !sure
			found[0].places = append(found[0].places, o)
		case len(found) == 0:
			idle = w.nobodys(idle, c, o)
		default:
			for _, s := range found {
				s.stray = append(s.stray, Related{c.Place, "may mean " + w.others(found, s)})
			}
			idle = append(idle, &service{places: []Occurrence{o}})
		}
	}
	return append(all, idle...)
}

// others names the services beside one.
func (w *World) others(all []*service, but *service) string {
	var names []string
	for _, s := range all {
		if s != but {
			b := s.binds[0]
			names = append(names, fmt.Sprintf("%s (%s)", owning(b), w.line(b.Place)))
		}
	}
	return strings.Join(names, " or ")
}

// nobodys puts a place that goes to what nothing of the workspace starts to those that go there too.
func (w *World) nobodys(idle []*service, c subject, o Occurrence) []*service {
	for _, s := range idle {
		first := s.places[0]
		if len(s.stray) == 0 && first.Claim.PortsOverlap(c.Claim.Endpoint) && island(first.Path) == island(c.Path) &&
			first.Claim.Reach().Overlaps(c.Claim.Reach()) {
			s.places = append(s.places, o)
			return idle
		}
	}
	return append(idle, &service{places: []Occurrence{o}})
}

// listening returns the services that binds are of.
func (w *World) listening(binds []subject) []*service {
	var all []*service
	for _, b := range binds {
		if last := len(all) - 1; last >= 0 && place(all[last].binds[0].Place) == place(b.Place) {
			all[last].add(w, b)
			continue
		}
		s := &service{}
		s.add(w, b)
		all = append(all, s)
	}
	return joined(joined(all, called), beside)
}

func (s *service) add(w *World, b subject) {
	s.binds = append(s.binds, b)
	s.places = append(s.places, w.meaning(b))
}

// joined makes one of the services that a tie holds together. One that is tied to two that are started beside each
// other may be either, and stays alone.
func joined(all []*service, tie func(a, b subject) bool) []*service {
	torn := func(s, o *service) bool {
		return slices.ContainsFunc(all, func(x *service) bool {
			return x != s && x != o && s.some(x, tie) && o.some(x, apart)
		})
	}
	for i := 0; i < len(all); i++ {
		s := all[i]
		j := slices.IndexFunc(all, func(o *service) bool {
			return o != s && s.some(o, tie) && !s.some(o, apart) && !torn(s, o) && !torn(o, s)
		})
		if j < 0 {
			continue
		}
		s.binds = append(s.binds, all[j].binds...)
		s.places = append(s.places, all[j].places...)
		all = slices.Delete(slices.Clone(all), j, j+1)
		i = -1 // what is tied to the one is now tied to the other
	}
	return all
}

// some reports whether a relation holds between any two binds of two services.
func (s *service) some(o *service, holds func(a, b subject) bool) bool {
	return slices.ContainsFunc(s.binds, func(a subject) bool {
		return slices.ContainsFunc(o.binds, func(b subject) bool { return holds(a, b) })
	})
}

// apart reports whether two binds are started beside each other, so that they are two services.
func apart(a, b subject) bool { return a.Claim.Together != "" && clashes(a, b) }

// alike reports whether two binds could be one by what they say of the endpoint.
func alike(a, b subject) bool {
	return a.Claim.Port == b.Claim.Port && a.Claim.EndPort == b.Claim.EndPort && a.Claim.Protocol == b.Claim.Protocol &&
		a.Claim.Reach().Overlaps(b.Claim.Reach()) && island(a.Path) == island(b.Path)
}

// beside ties binds of one project folder.
func beside(a, b subject) bool { return alike(a, b) && home(a.Path) == home(b.Path) }

// called ties binds by a name: a variable that one is the value of and the other asks for, in folders of which one is
// around the other, or a folder that is called as the other's service is.
func called(a, b subject) bool {
	return alike(a, b) && (supplies(a, b) || supplies(b, a) || houses(a, b) || houses(b, a))
}

func supplies(a, b subject) bool {
	name := a.Claim.Assigns
	return name != "" && contains(home(a.Path), home(b.Path)) &&
		(name == b.Claim.Variable || name == b.Claim.Assigns && b.via == nil && len(b.names()) > 0)
}

// houses reports whether a bind's project folder is called as the other's service is.
func houses(a, b subject) bool {
	if home(a.Path) == home(b.Path) || !contains(home(b.Path), home(a.Path)) {
		return false
	}
	dir := strings.Join(tellingWords(path.Base(home(a.Path))), " ")
	return dir != "" && slices.Contains(b.names(), dir)
}

// names returns what a bind is called: its group, and the variable that has its number, without the words that tell
// nothing: WEB for web and WEB_PORT.
func (s subject) names() []string {
	var names []string
	for _, name := range []string{s.Claim.Group, s.Claim.Assigns, s.Claim.Variable} {
		if words := tellingWords(name); len(words) > 0 {
			names = append(names, strings.Join(words, " "))
		}
	}
	return names
}

// pointed returns the services that a place which goes to a port may mean: one where that can be told, and whether it
// surely is that one.
func pointed(c subject, all []*service) (found []*service, sure bool) {
	for _, s := range all {
		if s.has(c.Place) {
			return []*service{s}, true
		}
		if slices.ContainsFunc(s.binds, func(b subject) bool {
			return b.Claim.PortsOverlap(c.Claim.Endpoint) && b.Claim.Reach().Overlaps(c.Claim.Reach())
		}) {
			found = append(found, s)
		}
	}
	for _, closer := range []func(b subject) bool{
		func(b subject) bool { return island(b.Path) == island(c.Path) },
		func(b subject) bool { return mentions(c, b) },
		func(b subject) bool { return home(b.Path) == home(c.Path) },
		nearest(c, found),
	} {
		if len(found) < 2 {
			break
		}
		if some := having(found, closer); len(some) > 0 {
			found = some
		}
	}
	sure = len(found) == 1 && len(having(found, func(b subject) bool { return island(b.Path) == island(c.Path) })) == 1
	return found, sure
}

// having returns the services of which some bind is as asked.
func having(all []*service, is func(b subject) bool) []*service {
	var found []*service
	for _, s := range all {
		if slices.ContainsFunc(s.binds, is) {
			found = append(found, s)
		}
	}
	return found
}

// mentions reports whether the name of a setting has the name of a service in it: API_URL that of the service api.
func mentions(c, b subject) bool {
	words := tellingWords(lastName(c.Claim.Key))
	all := func(name string) bool {
		return !slices.ContainsFunc(strings.Fields(name), func(word string) bool { return !slices.Contains(words, word) })
	}
	return slices.ContainsFunc(append(b.names(), strings.Join(tellingWords(path.Base(home(b.Path))), " ")), func(name string) bool {
		return name != "" && all(name)
	})
}

// nearest tells the binds in the nearest folder around a place's that has any.
func nearest(c subject, all []*service) func(b subject) bool {
	best := ""
	for _, s := range all {
		for _, b := range s.binds {
			if dir := home(b.Path); contains(dir, home(c.Path)) && len(dir) > len(best) {
				best = dir
			}
		}
	}
	return func(b subject) bool { return best != "" && home(b.Path) == best }
}

// suspect adds the places of another service that may well be the same one: the only other on these ports, in a folder
// around this one's or inside it.
func (s *service) suspect(all []*service) {
	var others []*service
	for _, o := range all {
		if o != s && s.some(o, alike) {
			others = append(others, o)
		}
	}
	if len(others) != 1 || s.some(others[0], apart) || !s.some(others[0], func(a, b subject) bool {
		return contains(home(a.Path), home(b.Path)) || contains(home(b.Path), home(a.Path))
	}) {
		return
	}
	for _, o := range others[0].places {
		o.Unsure = true
		o.Why = "may be the same service: " + o.Why
		s.places = append(s.places, o)
	}
}

// tellingWords returns the words of a name that tell one service from another, in capitals.
func tellingWords(name string) []string {
	return slices.DeleteFunc(nameWords(name), func(word string) bool { return slices.Contains(plainWords, word) })
}

// plainWords are those that any service's settings may have in their names.
var plainWords = strings.Fields(
	"ADDR ADDRESS APP APPS BASE BIND CONTAINER CORS DEFAULT DEV DEVELOPMENT ENDPOINT EXPOSE EXPOSED EXTERNAL FORWARD HOST HOSTNAME " +
		"HOSTS HTTP HTTPS INTERNAL LISTEN LOCAL LOCALHOST MAIN NEXT NUXT ORIGIN ORIGINS PACKAGES PORT PORTS PREVIEW PROD " +
		"PRODUCTION PROXY PUBLIC PUBLISHED REACT ROOT RUN SERVE SERVER SERVICE SERVICES SITE START TARGET TCP TEST UDP UPSTREAM URI URIS " +
		"URL URLS VITE VUE WS WSS")
