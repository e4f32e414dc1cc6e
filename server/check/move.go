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

// Free returns a port that is free on this machine, near a number and never one that taken says is; it returns
// an error when it finds none. The number is the same as long as the machine and taken are.
type Free func(near int, p claim.Protocol, taken func(port int) bool) (int, error)

// moves returns the fixes that give a bind another port, the best first: those that take along what means its service,
// and the one that moves it alone.
func (w *World) moves(p Place, free Free) []Fix {
	if _, doubled := w.doubled(w.service(p)); doubled {
		return nil
	}
	everywhere, alone := w.moveEverywhere(p, free), w.move(p, free)
	switch {
	case len(everywhere) > 0 && everywhere[0].Preferred && len(w.service(p).inner) > 0:
		return everywhere // one that moves alone leaves a container behind
	case len(everywhere) > 0 && everywhere[0].Preferred:
		alone[0].Preferred = false // a port that moves alone leaves the rest of the project behind
	case len(alone) > 0:
		svc := w.service(p)
		rest := svc.move(w, p, p.Claim.Port).surely()
		alone[0].Left = rest.Left
		alone[0].Title += alone[0].leaving(w)
		return append(alone, everywhere...)
	}
	return append(everywhere, alone...)
}

// movesUnlessMeant returns the fixes that give a finding's claim another port, none of them preferred where the finding is
// no warning: the port may well be meant.
func movesUnlessMeant(w *World, f Finding, free Free) []Fix {
	fixes := w.moves(f.Place, free)
	for i := range fixes {
		fixes[i].Preferred = fixes[i].Preferred && f.Severity >= Warning
	}
	return fixes
}

// move returns the fix that gives the claim's bind another port, and none where no port is to be had.
func (w *World) move(p Place, free Free) []Fix {
	if !w.plain(p) {
		return nil
	}
	port, ok := w.pick(p.Claim, free)
	if !ok {
		return nil
	}
	return []Fix{{
		Title:     title(p.Claim, port),
		Edits:     map[string][]Edit{p.Path: {renumber(p.Claim, port)}},
		Preferred: true,
	}}
}

// moveEverywhere returns the fix that moves every place of the workspace that surely means the place's service, and,
// where others may mean it, the one that has those as well, to be confirmed one by one. There is none where the place is
// the only one.
func (w *World) moveEverywhere(p Place, free Free) []Fix {
	if !w.plain(p) {
		return nil
	}
	svc := w.service(p)
	if _, doubled := w.doubled(svc); doubled || len(svc.places) < 2 {
		return nil
	}
	port, ok := w.pick(p.Claim, free)
	if !ok {
		return nil
	}
	everything := svc.move(w, p, port)
	everything.Title = title(p.Claim, port) + everything.elsewhere() + everything.leaving(w)
	surely := everything.surely()
	surely.Title, surely.Preferred = title(p.Claim, port)+surely.elsewhere()+surely.leaving(w), true
	var fixes []Fix
	sure, unsure := everything.count()
	if sure > 1 {
		fixes = append(fixes, surely)
	}
	if unsure > 0 {
		fixes = append(fixes, everything)
	}
	return fixes
}

// surely returns a fix without the edits that a person would have to confirm.
func (f Fix) surely() Fix {
	g := f
	g.Edits, g.Left = map[string][]Edit{}, slices.Clone(f.Left)
	for _, path := range slices.Sorted(maps.Keys(f.Edits)) {
		for _, e := range f.Edits[path] {
			if !e.Unsure {
				g.Edits[path] = append(g.Edits[path], e)
				continue
			}
			g.Left = append(g.Left, Related{Place{Path: path, Claim: claim.Claim{Span: e.Span, Digits: e.Span}}, e.Why})
		}
	}
	slices.SortStableFunc(g.Left, func(a, b Related) int { return comparePlaces(a.Place, b.Place) })
	return g
}

// move returns the fix that gives the service's places other numbers, so that p has port and the others are as far from
// it as they were.
func (s *service) move(w *World, p Place, port int) Fix {
	fix := Fix{Edits: map[string][]Edit{}}
	for _, o := range s.places {
		if !w.plain(o.Place) {
			fix.Left = append(fix.Left, Related{o.Place, "is not written as one number"})
			continue
		}
		e := renumber(o.Claim, o.Claim.Port+port-p.Claim.Port)
		e.Kind, e.Why, e.Unsure = o.Kind, o.Why, o.Unsure
		fix.Edits[o.Path] = append(fix.Edits[o.Path], e)
	}
	fix.Left = append(fix.Left, s.stray...)
	slices.SortStableFunc(fix.Left, func(a, b Related) int { return comparePlaces(a.Place, b.Place) })
	return fix
}

// count returns how many edits a fix surely has, and how many are for a person to confirm.
func (f Fix) count() (sure, unsure int) {
	for _, edits := range f.Edits {
		for _, e := range edits {
			if e.Unsure {
				unsure++
			} else {
				sure++
			}
		}
	}
	return sure, unsure
}

// elsewhere tells where a fix changes what is beside the finding.
func (f Fix) elsewhere() string {
	text := ""
	sure, unsure := f.count()
	if sure > 1 {
		text += ", here and in " + counted(sure-1, "more place")
	}
	if unsure > 0 {
		text += ", and where you confirm it in " + counted(unsure, "more place")
	}
	if len(f.Edits) > 1 {
		text += " (" + counted(len(f.Edits), "file") + ")"
	}
	return text
}

// counted returns a number and what it counts: 1 file, 2 files.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// leaving tells the first of what a fix leaves as it is, and how many more there are.
func (f Fix) leaving(w *World) string {
	if len(f.Left) == 0 {
		return ""
	}
	text := "; leaves " + w.line(f.Left[0].Place)
	if rest := len(f.Left) - 1; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// name returns a place's file as it is known in the workspace: web/.env.
func (w *World) name(p Place) string {
	name := path.Base(p.Path)
	for _, root := range w.roots {
		if in, ok := strings.CutPrefix(p.Path, strings.TrimSuffix(root, "/")+"/"); ok && len(in) > len(name) {
			name = in
		}
	}
	return name
}

// line returns a place as a sentence has it: web/.env:7, with its line from 1.
func (w *World) line(p Place) string {
	line := 1
	if f, ok := w.File(p.Path); ok {
		line += strings.Count(f.Text[:min(p.Claim.Digits.Start, len(f.Text))], "\n")
	}
	return w.name(p) + ":" + strconv.Itoa(line)
}

func title(c claim.Claim, port int) string {
	kind := "port"
	if c.EndPort > c.Port {
		kind = "ports"
	}
	return fmt.Sprintf("Use the free %s %s instead of %s", kind, spellPorts(port, c), ports(c))
}

// plain reports whether the digits of a place are its port or range and nothing more, as in 8000-8010, but not in
// ${FROM:-8000}-${TO:-8010}: only then may they be replaced as one.
func (w *World) plain(p Place) bool {
	f, ok := w.File(p.Path)
	return ok && p.Claim.Digits.In(f.Text) == ports(p.Claim)
}

// attempts is how many starts of a range are tried for one whose ports are all free.
const attempts = 64

// pick returns a free port near the claim's, the first of as many as the claim has.
func (w *World) pick(c claim.Claim, free Free) (int, bool) {
	if free == nil {
		return 0, false
	}
	count := max(1, c.EndPort-c.Port+1)
	if c.AnyOf {
		count = 1
	}
	near := c.Port
	for range attempts {
		first, err := free(near, c.Protocol, w.Claimed)
		if err != nil {
			return 0, false
		}
		next := first
		for next-first+1 < count {
			n, err := free(next+1, c.Protocol, w.Claimed)
			if err != nil {
				return 0, false
			}
			if n != next+1 {
				next = n
				break
			}
			next = n
		}
		if next-first+1 == count {
			return first, true
		}
		near = next
	}
	return 0, false
}

// renumber returns the edit that gives a claim other ports, as many as it has.
func renumber(c claim.Claim, port int) Edit {
	return Edit{Edit: claim.Edit{Span: c.Digits, New: spellPorts(port, c)}}
}

func spellPorts(port int, c claim.Claim) string {
	if c.EndPort > c.Port {
		return strconv.Itoa(port) + "-" + strconv.Itoa(port+c.EndPort-c.Port)
	}
	return strconv.Itoa(port)
}

func ports(c claim.Claim) string { return spellPorts(c.Port, c) }

// moved returns the claim with its ports so much higher.
func moved(c claim.Claim, by int) claim.Claim {
	c.Port, c.EndPort = c.Port+by, c.EndPort+by
	return c
}
