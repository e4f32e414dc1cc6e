package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// duplicateClaim: two binds that are started together overlap in address, protocol and family. What may be
// alternatives (profiles, layers of one setting, scripts, files that are not started together) is no clash.
var duplicateClaim = rule{
	code:     "duplicate-claim",
	severity: Warning,
	judge:    judgeDuplicate,
	fixes: func(w *World, f Finding, free Free) []Fix {
		if slices.ContainsFunc(f.Related, func(r Related) bool { return place(w.origin(r.Place)) == place(w.origin(f.Place)) }) {
			return nil // one variable supplies both
		}
		return w.moves(f.Place, free)
	},
}

func judgeDuplicate(w *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Bind || c.Scope != claim.Host || c.Together == "" || c.AnyOf || !c.Valid() {
		return nil
	}
	f := &Finding{}
	for _, o := range w.on(c.Endpoint) {
		if clashes(s, o) {
			f.Related = append(f.Related, Related{o.written(), fmt.Sprintf("%s takes %s too", owning(o), Spell(o.Claim.Endpoint))})
		}
	}
	if len(f.Related) == 0 {
		return nil
	}
	slices.SortFunc(f.Related, func(a, b Related) int {
		return cmp.Or(cmp.Compare(a.Place.Path, b.Place.Path), a.Place.Claim.Span.Start-b.Place.Claim.Span.Start)
	})
	switch other := f.Related[0].Place.owner(); {
	case len(f.Related) > 1:
		f.Message = fmt.Sprintf("%s and %d others take %s", owning(s), len(f.Related), Spell(c.Endpoint))
	case other == owning(s):
		f.Message = fmt.Sprintf("%s takes %s twice", other, Spell(c.Endpoint))
	default:
		f.Message = fmt.Sprintf("%s and %s both take %s", owning(s), other, Spell(c.Endpoint))
	}
	return f
}

// clashes reports whether two binds are started together and cannot both be had.
func clashes(s, o subject) bool {
	a, b := s.Claim, o.Claim
	switch {
	case b.Role != claim.Bind || b.AnyOf || !a.PortsOverlap(b.Endpoint) || !a.Reach().Overlaps(b.Reach()):
		return false
	case a.Together != b.Together || folder(s.written().Path) != folder(o.written().Path):
		return false
	case !slices.Equal(a.Profiles, b.Profiles):
		return false // one of them may be there instead of the other
	}
	p, q := s.written(), o.written()
	if p.Path == q.Path {
		return place(p) != place(q)
	}
	return a.Group != b.Group // a group in two files started together is one group, stated in layers
}

// written returns where the clash is to be seen: the claim that names a variable, or the claim itself.
func (s subject) written() Place {
	if s.via != nil {
		return *s.via
	}
	return s.Place
}

func owning(s subject) string { return s.written().owner() }

// owner returns what takes the port, as the file calls it.
func (p Place) owner() string { return cmp.Or(p.Claim.Group, p.Claim.Key, p.Path) }
