package check

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// targetMismatch: the one port of a container that is published is none of those that the container listens on, going by
// what it is told (its variables, its command, the configuration that is mounted into it) and what it is built by. Both sides must be written out, and nothing may
// start the container otherwise.
var targetMismatch = rule{
	code:     "target-mismatch",
	about:    "A published port that leads to another one than the container's program listens on, or the one side of a mapping gone to from the other.",
	severity: Hint,
	judge: func(w *World, s subject) *Finding {
		if s.Claim.Role == claim.Connect {
			return judgeSide(w, s)
		}
		return judgeTarget(w, s)
	},
	fixes: func(w *World, f Finding, _ Free) []Fix {
		if f.Place.Claim.Role == claim.Connect {
			return w.useOtherSide(f)
		}
		port := 0
		for _, r := range f.Related {
			if port != 0 && port != r.Place.Claim.Port {
				return nil // it says more than one
			}
			port = r.Place.Claim.Port
		}
		if !w.plain(f.Place) || port == 0 {
			return nil
		}
		return []Fix{{
			Title: "Lead to port " + strconv.Itoa(port),
			Edits: map[string][]Edit{f.Place.Path: {renumber(f.Place.Claim, port)}},
		}}
	},
}

func judgeTarget(w *World, s subject) *Finding {
	c := s.Claim
	if c.Scope != claim.Container || c.EndPort != c.Port || c.Variable != "" || s.via != nil {
		return nil
	}
	project := w.project(s.Place)
	if !onlyTarget(s.Place, project) {
		return nil
	}
	deciding := w.mounted(s.Place, project, true)
	f := &Finding{}
	for _, o := range w.stated(s.Place, project) {
		if o.Claim.Port == c.Port {
			return nil
		}
		if slices.ContainsFunc(deciding, func(f File) bool { return f.Path == o.Path }) && !o.Claim.Reach().Loopback() || w.isMain(o) {
			f.Related = append(f.Related, Related{o, fmt.Sprintf("says port %d", o.Claim.Port)})
		}
	}
	if len(f.Related) == 0 {
		return nil
	}
	first := f.Related[0].Place
	f.Message = fmt.Sprintf("%s listens on port %d in its container, going by %s, not on %d", c.Group, first.Claim.Port, path.Base(first.Path), c.Port)
	return f
}

// onlyTarget reports whether a place is the one port of its container that the project publishes.
func onlyTarget(p Place, project []Place) bool {
	found := false
	for i := range project { // places are large
		o := &project[i]
		if o.Claim.Target == 0 || o.Claim.Inside != p.Claim.Inside || o.Claim.Protocol != claim.TCP {
			continue
		}
		if o.Claim.Target != p.Claim.Port || o.Claim.Group != p.Claim.Group {
			return false
		}
		found = found || o.Path == p.Path && o.Claim.TargetSpan == p.Claim.Digits
	}
	return found
}

// stated returns what a project says of the ports that the container of a place listens on, but for where it publishes
// them, and nothing where not all of that is written out.
func (w *World) stated(p Place, project []Place) []Place {
	targets := map[spot]bool{}
	var all []Place
	for i := range project {
		if o := &project[i]; o.Claim.Inside == p.Claim.Inside && o.Claim.Target != 0 {
			targets[o.targetSpot()] = true
		}
	}
	for i := range project {
		if o := &project[i]; o.Claim.Inside == p.Claim.Inside && !targets[o.spot()] {
			all = append(all, *o)
		}
	}
	all = append(all, w.built(p, project)...)
	for _, f := range w.mounted(p, project, false) {
		told := false
		for _, c := range f.Claims {
			if c.Role == claim.Bind {
				c.Scope, told = claim.Container, true
				all = append(all, Place{f.Path, c})
			}
		}
		if !told && slices.ContainsFunc(w.mounted(p, project, true), func(d File) bool { return d.Path == f.Path }) {
			return nil // it listens somewhere, and says not where
		}
	}
	var stated []Place
	for _, o := range all {
		switch c := o.Claim; {
		case c.Role != claim.Bind || c.Scope != claim.Container || c.Protocol != claim.TCP || c.Note():
		case c.Variable != "":
			return nil
		default:
			stated = append(stated, o)
		}
	}
	return stated
}

// mainFlags are what stands before the port that a server is about, and not before one of many.
var mainFlags = strings.Fields("--port -port -p --bind -b -l --listen --http-port --server-port --server.port runserver")

// between are the characters that stand between the words of a command, in a line, in a list or in an array.
const between = " \t\r\n\"'=,["

// isMain reports whether a place is about the port that a program serves, not one for metrics, for debugging or for
// others of its kind.
func (w *World) isMain(p Place) bool {
	switch {
	case p.Claim.Unsure:
		return false
	case p.Claim.Announces:
		return true
	case slices.Contains(lastWords(p.Claim.Key), "port"):
		return isMainName(p.Claim.Key)
	}
	f, _ := w.File(p.Path)
	before := strings.TrimRight(f.Text[:p.Claim.Span.Start], between)
	if rest, item := strings.CutSuffix(before, " -"); item {
		before = strings.TrimRight(rest, between)
	}
	return slices.Contains(mainFlags, strings.ToLower(before[strings.LastIndexAny(before, between)+1:]))
}
