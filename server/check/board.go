package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/registry"
)

// A State is how it stands with a port that the workspace claims.
type State uint8

const (
	// Unseen is that nobody has looked at the machine, or that the look may have missed somebody there.
	Unseen State = iota
	// Vacant is that nobody listens there.
	Vacant
	// Running is that a program of this workspace listens there.
	Running
	// Held is that somebody else listens there, and no rule has anything against it.
	Held
	// Clash is that a rule has something against it, a hint not counted.
	Clash
)

// String returns the state as outputs spell it.
func (s State) String() string { return [...]string{"unknown", "free", "running", "held", "clash"}[s] }

// A Row is one service of this machine in a list of all that the workspace claims: one port or range, and every place
// that means it.
type Row struct {
	// Claim is what makes the service listen, or, where the workspace only goes there, what goes there.
	Claim claim.Claim
	// Name is what the files call the service: a compose service, a script, a setting.
	Name  string
	State State
	// Places are all that surely mean the service, those that make it listen first.
	Places []Place
	// Findings are what rules have against any of the places.
	Findings []Finding
	// Listeners are what listens where the service is or would be.
	Listeners []machine.Listener
	// Web is set where a browser may be of use there.
	Web bool
}

// Board returns all that the workspace claims on this machine, a row for each service, sorted by port. What is known by
// its name alone is left out.
func (w *World) Board() []Row {
	var rows []Row
	seen := map[spot]bool{}
	found := map[string][]Finding{}
	for _, path := range w.Paths() {
		found[path] = w.Findings(path)
		for _, s := range w.subjects(path) {
			c := s.Claim
			if seen[s.spot()] || c.Scope != claim.Host || c.Unsure || c.Reach().Empty() {
				continue
			}
			row := w.row(s, seen)
			for _, p := range row.Places {
				seen[p.spot()] = true
			}
			rows = append(rows, row)
		}
	}
	for i := range rows {
		rows[i].judge(w, found)
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(a.Claim.Port-b.Claim.Port, int(a.Claim.Protocol)-int(b.Claim.Protocol), comparePlaces(a.Places[0], b.Places[0]))
	})
	return rows
}

// row returns the row of what a subject means, less what has been seen in another one: what only may mean a service, or
// is for where it is deployed, has a row of its own beside it.
func (w *World) row(s subject, seen map[spot]bool) Row {
	svc := w.service(s.Place)
	if slices.ContainsFunc(svc.places, func(o Occurrence) bool { return o.Unsure && o.spot() == s.spot() }) {
		svc = &service{}
	}
	first := s
	if len(svc.binds) > 0 && !seen[svc.binds[0].spot()] {
		first = svc.binds[0].subject
	}
	r := Row{Claim: first.Claim, Name: first.written().owner(), Places: []Place{s.Place}, Web: browsable(first.Claim)}
	for _, o := range svc.places {
		if !o.Unsure && !seen[o.spot()] && o.spot() != s.spot() {
			r.Places = append(r.Places, o.Place)
		}
	}
	slices.SortStableFunc(r.Places, func(a, b Place) int {
		return cmp.Or(int(a.Claim.Role)-int(b.Claim.Role), comparePlaces(a, b))
	})
	r.Listeners = w.Listeners(r.Claim)
	return r
}

// judge tells the state of a row by what was found in the files.
func (r *Row) judge(w *World, found map[string][]Finding) {
	warned := false
	for _, p := range r.Places {
		for _, f := range found[p.Path] {
			if f.Place.spot() == p.spot() {
				r.Findings = append(r.Findings, f)
				warned = warned || f.Severity >= Warning
			}
		}
	}
	ours := slices.ContainsFunc(r.Listeners, func(l machine.Listener) bool { return w.Ours(l.Owner) })
	switch {
	case warned:
		r.State = Clash
	case w.machine == nil:
		r.State = Unseen
	case ours:
		r.State = Running
	case len(r.Listeners) > 0:
		r.State = Held
	case !w.machine.MayMiss:
		r.State = Vacant
	}
}

// browsable reports whether a browser may be of use at a claim: what talks another language is known by its name and port.
func browsable(c claim.Claim) bool {
	if c.Protocol != claim.TCP || c.Port != c.EndPort || !c.Valid() || registry.Unsafe(c.Port) {
		return false
	}
	d, sensitive := Sensitive(c)
	return (!sensitive || d.Kind == registry.Admin) && !strings.Contains(strings.ToLower(lastName(c.Key)), "debug")
}

// Strangers returns what listens on this machine, sorted by port, and is in none of the rows.
func (w *World) Strangers(rows []Row) []machine.Listener {
	if w.machine == nil {
		return nil
	}
	var others []machine.Listener
	for _, l := range w.machine.Listeners {
		if !slices.ContainsFunc(rows, func(r Row) bool { return slices.Contains(r.Listeners, l) }) {
			others = append(others, l)
		}
	}
	return others
}
