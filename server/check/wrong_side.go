package check

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// judgeSide tells where something goes to a container by the number of the other side of a mapping: a check that is run
// inside to the published port, or something on this machine to the port inside.
func judgeSide(w *World, s subject) *Finding {
	c := s.Claim
	switch {
	case c.Variable != "":
		return nil // what stands in for it may not be what holds
	case c.Scope == claim.Container && s.via == nil && probes(c):
		return w.judgeCheckInside(s)
	case w.goes(s) && !sideline(s.Path):
		return w.judgeVisitOutside(s)
	}
	return nil
}

// judgeCheckInside tells of a check inside of a container that goes to the port by which the container is published.
func (w *World) judgeCheckInside(s subject) *Finding {
	var publisher *Place
	for _, user := range w.checked(s.Place) {
		project := w.project(user)
		for _, o := range append(w.said(user, project), w.built(user, project)...) {
			c, known := w.Effective(o)
			switch {
			case c.Role != claim.Bind:
			case !known || o.Claim.Scope == claim.Container && c.PortsOverlap(s.Claim.Endpoint):
				return nil
			case published(c) && c.PortsOverlap(s.Claim.Endpoint) && c.EndPort == c.Port && publisher == nil:
				publisher = &o
			}
		}
	}
	if publisher == nil {
		return nil
	}
	c, _ := w.Effective(*publisher)
	return &Finding{
		Message: fmt.Sprintf("Inside of its container %s is at port %d, where the check should go: %d is the port on this machine", publisher.owner(), c.Target, c.Port),
		Related: []Related{{*publisher, "publishes it there"}},
	}
}

// checked returns a place of each group whose containers a check is run in.
func (w *World) checked(p Place) []Place {
	if p.Claim.Together != "" && p.Claim.Group != "" {
		for _, o := range w.project(p) {
			if o.Claim.Group == p.Claim.Group && o.Claim.Inside != "" {
				return []Place{o}
			}
		}
		return nil
	}
	var users []Place
	for _, x := range []*Index{w.disk, w.open} {
		for at, places := range x.together {
			if x == w.disk && len(w.open.folders[at.folder]) > 0 {
				continue
			}
			for _, o := range places {
				if o.Claim.Recipe != "" && o.Claim.Inside != "" && path.Join(at.folder, o.Claim.Recipe) == p.Path {
					users = append(users, o)
				}
			}
		}
	}
	slices.SortFunc(users, comparePlaces)
	return users
}

// said returns what a project says of the ports of the container of a place, and by what they are published, with what is
// mounted into it.
func (w *World) said(user Place, project []Place) []Place {
	var all []Place
	for _, o := range project {
		if o.Claim.Inside == user.Claim.Inside {
			all = append(all, o)
		}
	}
	for _, f := range w.mounted(user, project, false) {
		for _, c := range f.Claims {
			if c.Role == claim.Bind {
				c.Scope = claim.Container
				all = append(all, Place{f.Path, c})
			}
		}
	}
	return all
}

// judgeVisitOutside tells of what goes on this machine to a port that nothing here listens on, while a container of the
// project has it inside and is published by another one. What is built in the workspace may as well be run without its
// container, and listen there then, which its code says and no file.
func (w *World) judgeVisitOutside(s subject) *Finding {
	c := s.Claim
	ground := ranFrom(s.Path)
	var publisher *Place
	for _, x := range []*Index{w.disk, w.open} {
		for _, p := range x.targets[c.Port] {
			switch at, known := w.Effective(p); {
			case x == w.disk && w.reopened(p.Path) || at.Protocol != c.Protocol || island(p.Path) != island(s.Path):
			case !contains(folder(p.Path), ground) && !contains(ground, folder(p.Path)):
			case !known || at.Port == c.Port || at.EndPort != at.Port || at.Unsure || sideline(p.Path) || w.isBuilt(p) || publisher != nil:
				return nil // it may well be there, or which one is meant is not told
			default:
				publisher = &p
			}
		}
	}
	if publisher == nil || len(w.Listeners(c)) > 0 || slices.ContainsFunc(w.on(c.Endpoint), func(o subject) bool { return o.Claim.Role == claim.Bind }) {
		return nil
	}
	at, _ := w.Effective(*publisher)
	return &Finding{
		Message: fmt.Sprintf("%s publishes its port %d as %d: nothing of this workspace listens on %s", publisher.owner(), c.Port, at.Port, Spell(c.Endpoint)),
		Related: append(s.usedBy(), Related{*publisher, "publishes it there"}),
	}
}

// sideline reports whether a file is by its name for tests or for another machine, beside what people run.
func sideline(file string) bool {
	return deployed(file) || slices.ContainsFunc(fileWords(path.Base(file)), func(word string) bool { return slices.Contains(sidelines, word) })
}

var sidelines = strings.Fields("test tests testing e2e ci integration")

// useOtherSide returns the fix that has what goes to a container go by the number of its own side of the mapping.
func (w *World) useOtherSide(f Finding) []Fix {
	at, known := w.Effective(f.Related[len(f.Related)-1].Place)
	if !known || !w.plain(f.Place) {
		return nil
	}
	port := at.Port
	if f.Place.Claim.Scope == claim.Container {
		port = at.Target
	}
	return []Fix{{
		Title: "Go to port " + strconv.Itoa(port),
		Edits: map[string][]Edit{f.Place.Path: {renumber(f.Place.Claim, port)}},
	}}
}
