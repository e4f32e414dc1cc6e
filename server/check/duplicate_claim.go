package check

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// duplicateClaim: two binds that are started together overlap in address, protocol and family. What may be
// alternatives (profiles, layers of one setting, scripts, files that are not started together) is no clash.
var duplicateClaim = rule{
	code:     "duplicate-claim",
	about:    "Two services that are started together take the same port.",
	severity: Warning,
	judge:    judgeDuplicate,
	fixes: func(w *World, f Finding, free Free) []Fix {
		switch c := f.Place.Claim; {
		case c.Copies > 1:
			return w.spread(f.Place, free)
		case len(c.Sharers) > 0:
			return w.part(f, free) // wherever the number goes, they go together
		case w.suppliesAll(f):
			return nil
		}
		override := w.override(f)
		moves := w.moves(f.Place, free)
		if len(override) > 0 && len(moves) > 0 {
			moves[0].Preferred = !override[0].Preferred
		}
		return append(override, moves...)
	},
}

func judgeDuplicate(w *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Bind || c.Scope != claim.Host || len(s.starts) == 0 || c.Unsure || !c.Valid() {
		return nil
	}
	if c.Copies > 1 && (!c.AnyOf || c.EndPort-c.Port+1 < c.Copies) {
		return &Finding{Message: fmt.Sprintf("%d copies of %s are started, and each takes %s", c.Copies, owning(s), Spell(c.Endpoint)), Related: s.usedBy()}
	}
	if c.AnyOf {
		return nil
	}
	var others []subject
	for _, o := range w.on(c.Endpoint) {
		if clashes(s, o) && !w.setApart(s, o) {
			others = append(others, o)
		}
	}
	slices.SortFunc(others, func(a, b subject) int { return comparePlaces(a.written(), b.written()) })
	sharers := c.Sharers
	if s.alone {
		sharers = nil // they stand in for one another
	}
	if len(others)+len(sharers) == 0 {
		return nil
	}
	f := &Finding{Message: w.whoTakes(s, sharers, others), Related: s.usedBy()}
	for _, o := range others {
		f.Related = append(f.Related, Related{o.written(), fmt.Sprintf("%s takes %s too", owning(o), Spell(o.Claim.Endpoint))})
	}
	return f
}

// whoTakes says that a bind, the groups that share its line and other binds, of which there are some, take one port.
func (w *World) whoTakes(s subject, sharers []string, others []subject) string {
	owning := owning
	if slices.ContainsFunc(others, func(o subject) bool { return folder(o.written().Path) != folder(s.written().Path) }) {
		owning = func(s subject) string { return s.written().owner() + " in " + w.name(s.written()) }
	}
	names := slices.Clone(sharers)
	for _, o := range others {
		names = append(names, owning(o))
	}
	at := Spell(s.Claim.Endpoint)
	if len(others) == 0 {
		text := fmt.Sprintf("%s and %s both take %s: they share this line", owning(s), names[0], at)
		if len(names) > 1 {
			text = fmt.Sprintf("%s and %d others take %s: they share this line", owning(s), len(names), at)
		}
		if len(w.partings(s.Claim)) < len(s.Claim.Sharers) {
			text += ", so one of them needs ports of its own"
		}
		return text
	}
	switch {
	case len(names) > 1:
		return fmt.Sprintf("%s and %d others take %s", owning(s), len(names), at)
	case adds(s, others[0]):
		return fmt.Sprintf("%s takes %s in %s and again in %s: the ports of both files add up", owning(s), at,
			path.Base(s.written().Path), path.Base(others[0].written().Path))
	case names[0] == owning(s):
		return fmt.Sprintf("%s takes %s twice", owning(s), at)
	}
	return fmt.Sprintf("%s and %s both take %s", owning(s), names[0], at)
}

// clashes reports whether two binds are started together and cannot both be had.
func clashes(s, o subject) bool {
	a, b := s.Claim, o.Claim
	switch {
	case b.Role != claim.Bind || b.AnyOf || b.Unsure || !a.PortsOverlap(b.Endpoint) || !a.Reach().Overlaps(b.Reach()):
		return false
	case !slices.ContainsFunc(s.starts, func(at start) bool {
		return slices.Contains(o.starts, at) && (at != s.own() || !standIns(s, o))
	}):
		return false
	case !slices.Equal(a.Profiles, b.Profiles):
		return false // one of them may be there instead of the other
	}
	p, q := s.written(), o.written()
	if p.Path == q.Path {
		return p.spot() != q.spot()
	}
	if strings.TrimSuffix(p.Path, path.Ext(p.Path)) == strings.TrimSuffix(q.Path, path.Ext(q.Path)) {
		return false // compose.yaml and compose.yml, of which the first is read
	}
	// a group in two files of a folder, or of two compose files, is one group, stated in layers
	inLayers := folder(p.Path) == folder(q.Path) || published(p.Claim) && published(q.Claim)
	return a.Group != b.Group || !inLayers || adds(s, o)
}

// setApart reports whether all that starts two binds together is in a folder that gives one of them another number than its
// own folder does: what is included goes by the variables of what includes it first.
func (w *World) setApart(s, o subject) bool {
	return !slices.ContainsFunc(s.starts, func(at start) bool {
		return slices.Contains(o.starts, at) && !w.setElsewhere(s, at) && !w.setElsewhere(o, at)
	})
}

// setElsewhere reports whether a start gives a bind another number.
func (w *World) setElsewhere(s subject, at start) bool {
	p := s.written()
	if p.Claim.Variable == "" || at.folder == folder(p.Path) {
		return false
	}
	return slices.ContainsFunc(w.index(at.folder + "/x").assigned[at.folder][p.Claim.Variable], func(a Place) bool {
		return a.Claim.Port != s.Claim.Port
	})
}

// standIns reports whether one of two services is there instead of the other, where nothing starts all of the file: both
// are started by their names, or one of them is and they publish the same port of their containers.
func standIns(s, o subject) bool {
	either := (s.alone || o.alone) && s.Claim.Target == o.Claim.Target
	return (either || s.alone && o.alone) && owning(s) != owning(o)
}

// spread returns the fix that publishes as many ports as there are copies, of which each takes one.
func (w *World) spread(p Place, free Free) []Fix {
	if !w.plain(p) || p.Claim.EndPort != p.Claim.Port {
		return nil
	}
	many := p.Claim
	many.EndPort = many.Port + many.Copies - 1
	port, ok := w.pick(many, free)
	if !ok {
		return nil
	}
	return []Fix{{
		Title:     fmt.Sprintf("Publish the free ports %s, one for each copy", spellPorts(port, many)),
		Edits:     map[string][]Edit{p.Path: {renumber(many, port)}},
		Preferred: true,
	}}
}

// partings returns how each of the further groups that have a claim gets ports of its own, fewer where that is not known.
func (w *World) partings(c claim.Claim) []claim.Parting {
	return slices.DeleteFunc(slices.Clone(c.Partings), func(p claim.Parting) bool { return !slices.Contains(c.Sharers, p.Group) })
}

// part returns the fix that gives each group which has the place's port from another one free ports of its own, with the
// first as it is: an edit of the line that they share would move all of them.
func (w *World) part(f Finding, free Free) []Fix {
	c := f.Place.Claim
	partings := w.partings(c)
	if free == nil || len(partings) < len(c.Sharers) || len(f.Related) > 0 {
		return nil
	}
	chosen := map[int]bool{}
	var edits []Edit
	var groups []string
	for _, p := range partings {
		text := p.Own.New
		for _, number := range slices.Backward(p.Numbers) {
			near, err := strconv.Atoi(number.In(p.Own.New))
			if err != nil {
				return nil
			}
			port, err := free(near, c.Protocol, func(port int) bool { return chosen[port] || w.Claimed(port) })
			if err != nil {
				return nil
			}
			chosen[port] = true
			text = text[:number.Start] + strconv.Itoa(port) + text[number.End:]
		}
		groups = append(groups, p.Group)
		edits = append(edits, Edit{Edit: claim.Edit{Span: p.Own.Span, New: text}, Kind: "Published port", Why: "ports of its own for " + p.Group})
	}
	slices.SortFunc(edits, func(a, b Edit) int { return a.Span.Start - b.Span.Start })
	if len(chosen) == 0 {
		return nil
	}
	title := "Give " + groups[0] + " the free port " + strconv.Itoa(slices.Collect(maps.Keys(chosen))[0]) + " for its own"
	switch {
	case len(groups) == 1 && len(partings[0].Numbers) > 1:
		title = "Give " + groups[0] + " free ports for its own"
	case len(groups) > 1:
		title = "Give " + groups[0] + " and " + counted(len(groups)-1, "other") + " free ports for their own"
	}
	return []Fix{{Title: title, Edits: map[string][]Edit{f.Place.Path: edits}, Preferred: true}}
}

// suppliesAll reports whether the place of a finding is a variable that supplies more than one of the numbers that clash.
func (w *World) suppliesAll(f Finding) bool {
	fed := map[spot]bool{}
	for _, s := range w.subjects(f.Place.Path) {
		if s.spot() == f.Place.spot() && slices.ContainsFunc(f.Related, func(r Related) bool { return r.Place.spot() == s.written().spot() }) {
			fed[s.written().spot()] = true
		}
	}
	return len(fed) > 1
}
