package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// feedsContainer returns the place that publishes the port which a bind makes a container listen on, where an environment
// file gives it that number and the mapping has it written out.
func (w *World) feedsContainer(s subject) (Place, bool) {
	if s.via != nil || !mayBeGiven(s.Claim) {
		return Place{}, false
	}
	for _, l := range w.index(s.Path).loads[s.Path] {
		for _, o := range w.project(l) {
			if o.Claim.Variable == s.Claim.Key {
				continue // the mapping's outer half goes by it
			}
			if o.Claim.Group == l.Claim.Group && published(o.Claim) && o.Claim.Target == s.Claim.Port && !slices.Contains(l.Claim.Given, s.Claim.Key) {
				return o, true
			}
		}
	}
	return Place{}, false
}

// goesInside reports whether an environment file gives an address to a container that is built here, whose localhost is not
// this machine's: nothing that listens here is meant. What a browser reads is about this machine in any case.
func (w *World) goesInside(s subject) bool {
	c := s.Claim
	if s.via != nil || c.Scope != claim.Host || !c.Reach().Loopback() || namesHostFromInside(c) || readByBrowser(c.Key) ||
		c.Group != "" {
		return false
	}
	return slices.ContainsFunc(w.index(s.Path).loads[s.Path], func(l Place) bool { return !l.Claim.Unsure && !w.given(l, c.Key) })
}

// mayBeGiven reports whether a claim is a number in an environment file by which something listens.
func mayBeGiven(c claim.Claim) bool {
	return c.Role == claim.Bind && c.Group == ""
}

// onlyForContainers reports whether nothing but what is given it reads an environment file: programs read those that are
// called .env, or so with more behind it, by themselves.
func onlyForContainers(file string) bool { return !strings.HasPrefix(path.Base(file), ".env") }

// give marks a number that its file gives to a container: what reads it listens in there, so that it raises no alarm,
// while it moves along with what means the same port. An image that somebody else made reads what programs here read as
// well only where the port is published that it says.
func (x *Index) give(p Place) Place {
	if p.Claim.Scope != claim.Host || !mayBeGiven(p.Claim) {
		return p
	}
	for _, l := range x.loads[p.Path] {
		if slices.Contains(l.Claim.Given, p.Claim.Key) {
			continue
		}
		project := x.together[start{folder(l.Path), l.Claim.Together}]
		if !l.Claim.Unsure || onlyForContainers(p.Path) || slices.ContainsFunc(project, func(o Place) bool {
			return o.Claim.Group == l.Claim.Group && published(o.Claim) && o.Claim.Target == p.Claim.Port
		}) {
			p.Claim.Unsure = true
			return p
		}
	}
	return p
}

// doubled returns the place that publishes a port of a service whose variable says as well what is listened on inside:
// as the mapping has the inner half written out, which does not go along, it would lead nowhere with another number.
func (w *World) doubled(svc *service) (Place, bool) {
	for _, b := range svc.binds {
		if b.via != nil && w.isDoubled(b.subject) && !svc.holds(spot{b.via.Path, b.Claim.TargetSpan.Start}) {
			return *b.via, true
		}
	}
	return Place{}, false
}

func (w *World) isDoubled(s subject) bool {
	if !published(s.Claim) || s.Claim.Target != s.Claim.Port {
		return false
	}
	project := w.project(*s.via)
	if slices.ContainsFunc(project, func(o Place) bool {
		return o.Path == s.via.Path && o.Claim.Variable != "" && o.Claim.Digits == s.Claim.TargetSpan
	}) {
		return false // the inner half goes by a variable as well
	}
	handed := slices.ContainsFunc(project, func(o Place) bool {
		c := o.Claim
		return c.Scope != claim.Host && c.Variable == s.Claim.Key && (c.Host == "" || !c.Reach().Loopback())
	})
	return handed || slices.ContainsFunc(w.index(s.Path).loads[s.Path], func(l Place) bool {
		return nameOf(l) == nameOf(*s.via) && !slices.Contains(l.Claim.Given, s.Claim.Key)
	})
}

// stays reports whether the number of a subject must stay as it is, because a mapping leads to it inside of a container
// and has it written out, and why in a few words.
func (w *World) stays(s subject) (bool, string) {
	if p, ok := w.feedsContainer(s); ok {
		return true, "is the port inside the container of " + p.owner()
	}
	if s.via != nil && w.isDoubled(s) {
		return true, "is the port inside the container of " + s.via.owner() + " as well"
	}
	return false, ""
}
