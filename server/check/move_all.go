package check

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// MoveAll returns the fix that gives all that listens on this machine by the files below a folder ports of its own, with
// all that goes there, and the new number of each old one: what a second work tree of the same project needs. Every port
// goes equally far up where the machine leaves that, so that the numbers can still be told; low ones, and all where it
// does not, get each the nearest that is free. Samples stay. The error is that there is nothing to move, or no port to be
// had.
func (w *World) MoveAll(folder string, free Free) (Fix, map[int]int, error) {
	var binds, others []subject
	var left []Related
	for _, s := range w.onThisMachine() {
		stays, why := w.stays(s)
		switch {
		case !contains(folder, s.Path):
		case stays:
			left = append(left, Related{s.Place, why})
		case s.Claim.Role == claim.Bind:
			binds = append(binds, s)
		default:
			others = append(others, s)
		}
	}
	if len(binds) == 0 {
		return Fix{}, nil, errors.New("no file here has anything listen on this machine")
	}
	to, err := w.relocate(binds, free)
	if err != nil {
		return Fix{}, nil, err
	}
	for _, o := range others {
		if slices.ContainsFunc(binds, func(b subject) bool {
			return b.Claim.PortsOverlap(o.Claim.Endpoint) && b.Claim.Reach().Overlaps(o.Claim.Reach())
		}) {
			binds = append(binds, o)
		}
	}
	fix := w.renumbered(binds, to)
	fix.Left = append(left, fix.Left...)
	fix.Title = fmt.Sprintf("Give this workspace ports of its own: %s in %s", counted(len(to), "port"), counted(len(fix.Edits), "file"))
	return fix, to, nil
}

// onThisMachine returns all that is in host scope, or inside a container is read by a browser, by path and place.
func (w *World) onThisMachine() []subject {
	var all []subject
	for _, x := range []*Index{w.disk, w.open} {
		keep := func(s subject) {
			if x == w.open || !w.reopened(s.Path) {
				all = append(all, s)
			}
		}
		for _, subjects := range x.byPort {
			for _, s := range subjects {
				keep(s)
			}
		}
		for _, places := range x.asides {
			for _, p := range places {
				if browsed(p.Claim) || w.outside(p) {
					keep(subject{Place: p})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b subject) int {
		return cmp.Or(comparePlaces(a.Place, b.Place), comparePlaces(a.written(), b.written()))
	})
	return all
}

// lowPorts are those from which no number above them is told.
const lowPorts = 1024

// steps are how far up all ports go together, the first that the machine leaves free.
var steps = []int{100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 20000, 30000}

// relocate returns the new number of each port that the binds have.
func (w *World) relocate(binds []subject, free Free) (map[int]int, error) {
	wanted := slices.Clone(binds)
	slices.SortStableFunc(wanted, func(a, b subject) int { // ranges first: what is inside one goes with it
		return cmp.Or((b.Claim.EndPort-b.Claim.Port)-(a.Claim.EndPort-a.Claim.Port), a.Claim.Port-b.Claim.Port)
	})
	to := map[int]int{}
	if free == nil {
		return nil, errors.New("no free port can be picked")
	}
	chosen := map[int]bool{}
	pick := func(near int, p claim.Protocol, taken func(int) bool) (int, error) {
		return free(near, p, func(port int) bool { return chosen[port] || taken(port) })
	}
	step, together := w.step(wanted, pick)
	for _, s := range wanted {
		c := s.Claim
		if _, ok := to[c.Port]; ok {
			continue
		}
		first := c.Port + step
		if !together || c.Port < lowPorts {
			c.AnyOf = false // the numbers of a range stay beside each other, whichever of them is taken
			port, ok := w.pick(c, pick)
			if !ok {
				return nil, fmt.Errorf("no port is free near %d", c.Port)
			}
			first = port
		}
		for i := range c.EndPort - c.Port + 1 {
			to[c.Port+i] = first + i
			chosen[first+i] = true
		}
	}
	return to, nil
}

// step returns how far up all ports but the low ones can go, and false where they cannot together.
func (w *World) step(binds []subject, free Free) (int, bool) {
	fits := func(step int) bool {
		for _, s := range binds {
			for port := s.Claim.Port; port <= s.Claim.EndPort && s.Claim.Port >= lowPorts; port++ {
				if port+step > 65535 {
					return false
				}
				if got, err := free(port+step, s.Claim.Protocol, w.Claimed); err != nil || got != port+step {
					return false
				}
			}
		}
		return true
	}
	for _, step := range steps {
		if fits(step) {
			return step, true
		}
	}
	return 0, false
}

// renumbered returns the fix that changes the numbers of subjects and of what stands in for them.
func (w *World) renumbered(subjects []subject, to map[int]int) Fix {
	all := map[spot]Occurrence{}
	for _, s := range subjects {
		o := w.meaning(s)
		o.Unsure = s.Claim.Unsure
		all[o.spot()] = o
		if d, ok := s.standIn(); ok {
			all[d.spot()] = d
		}
	}
	fix := Fix{Edits: map[string][]Edit{}}
	for _, o := range slices.SortedFunc(maps.Values(all), func(a, b Occurrence) int { return comparePlaces(a.Place, b.Place) }) {
		port, known := to[o.Claim.Port]
		last, whole := to[o.Claim.EndPort]
		switch {
		case !known || !whole || last-port != o.Claim.EndPort-o.Claim.Port:
			fix.Left = append(fix.Left, Related{o.Place, "has ports that go apart"})
		case !w.plain(o.Place):
			fix.Left = append(fix.Left, Related{o.Place, "is not written as one number"})
		default:
			e := renumber(o.Claim, port)
			e.Kind, e.Why, e.Unsure = o.Kind, o.Why, o.Unsure
			fix.Edits[o.Path] = append(fix.Edits[o.Path], e)
		}
	}
	return fix
}
