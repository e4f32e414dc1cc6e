package check

import (
	"fmt"
	"strconv"

	"github.com/portclash/portclash/scanner/claim"
)

// Free returns a port that is free on this machine, near a number and never one that taken says is; it returns
// an error when it finds none. The number is the same as long as the machine and taken are.
type Free func(near int, p claim.Protocol, taken func(port int) bool) (int, error)

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

// moveEverywhere returns the fix that moves every claim of the workspace that means the place's endpoint, and
// none where there is only the one.
func (w *World) moveEverywhere(p Place, free Free) []Fix {
	if !w.plain(p) || p.Claim.EndPort != p.Claim.Port {
		return nil
	}
	all := w.Occurrences(p)
	if len(all) < 2 {
		return nil
	}
	port, ok := w.pick(p.Claim, free)
	if !ok {
		return nil
	}
	edits := map[string][]Edit{}
	for _, o := range all {
		edits[o.Path] = append(edits[o.Path], renumber(o.Claim, port))
	}
	count := len(all)
	others := fmt.Sprintf("%d more places", count-1)
	if count == 2 {
		others = "1 more place"
	}
	if len(edits) > 1 {
		others += fmt.Sprintf(" (%d files)", len(edits))
	}
	return []Fix{{Title: title(p.Claim, port) + ", here and in " + others, Edits: edits, Preferred: true}}
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
