package check

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// wrongFamily: something goes to one family's loopback address while what it means listens on the other family's only.
// That is for addresses written out, and for localhost where this machine's hosts file gives it no address that is
// listened on; localhost that is served on one of its addresses is reached there, and by a browser on both.
var wrongFamily = rule{
	code:     "wrong-family",
	about:    "A connection goes to an address of one family while its server listens on the other only.",
	severity: Warning,
	judge:    judgeFamily,
	fixes: func(w *World, f Finding, _ Free) []Fix {
		return w.useAddress(f.Place, f.Holder)
	},
}

func judgeFamily(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || w.machine.MayMiss || !w.goes(s) || c.Protocol != claim.TCP {
		return nil
	}
	if onLocalhost(c) && (c.Tested || readByBrowser(c.Key)) {
		return nil // browsers go to both addresses whatever the hosts file says (RFC 6761, section 6.3)
	}
	reach := w.reach(c)
	if !reach.Loopback() || !c.Reach().Overlaps(claim.ReachOf("localhost")) {
		return nil
	}
	other := claim.Reach{V4: loopback4}
	if reach.V4.IsValid() {
		other = claim.Reach{V6: netip.IPv6Loopback()}
	}
	var there *machine.Listener
	for _, l := range w.machine.On(c.Port, c.Port) {
		switch {
		case l.Protocol != c.Protocol:
		case l.Reach().Overlaps(reach):
			return nil
		case there == nil && l.Reach().Overlaps(other) && w.meant(l):
			there = &l
		}
	}
	if there == nil {
		return nil
	}
	return &Finding{
		Message: fmt.Sprintf("Nobody listens on %s: %s listens on %s only", Spell(c.Endpoint), w.Describe(there.Owner), there.Endpoint()),
		Related: s.usedBy(),
		Holder:  there,
	}
}

// meant reports whether a listener may well be what a file of this workspace goes to: a program of it, or a service or
// container that belongs to no project.
func (w *World) meant(l machine.Listener) bool {
	o := l.Owner
	switch {
	case o.Hidden() || o.Stale:
		return false
	case w.Ours(o):
		return true
	case o.Container != nil:
		return o.Container.Folder == ""
	}
	return o.Service != nil
}

// useAddress returns the fix that has the place go to a listener's own loopback address, and none where the host is
// not written right before the port.
func (w *World) useAddress(p Place, l *machine.Listener) []Fix {
	if l == nil {
		return nil
	}
	f, _ := w.File(p.Path)
	c := p.Claim
	host := claim.Span{Start: c.Span.Start, End: c.Digits.Start - 1}
	written := []string{c.Host, "[" + c.Host + "]"}
	if host.End < host.Start || f.Text[host.End] != ':' || !slices.Contains(written, host.In(f.Text)) {
		return nil
	}
	address := "[::1]"
	if l.Reach().V4.IsValid() {
		address = loopback4.String()
	}
	return []Fix{{
		Title:     fmt.Sprintf("Go to %s:%d, where it listens", address, c.Port),
		Edits:     map[string][]Edit{p.Path: {{Edit: claim.Edit{Span: host, New: address}}}},
		Preferred: true,
	}}
}
