package check

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// shadowedPort: a program that is not of this workspace listens beside the one that the claim is about, on the same
// port of another address, or on macOS on the same port of a wider or a narrower one: both may run without an error, and
// clients reach the wrong one. Docker's database on every address behind a native one on 127.0.0.1 is the classic.
var shadowedPort = rule{
	code:     "shadowed-port",
	about:    "Two programs listen on one port, and clients reach the other one.",
	severity: Warning,
	judge:    judgeShadowed,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return slices.Concat(w.moves(f.Place, free), w.stopOnly(f.Holder))
	},
}

func judgeShadowed(w *World, s subject) *Finding {
	c := s.Claim
	if w.machine == nil || !starts(c) || c.Protocol != claim.TCP || c.EndPort != c.Port {
		return nil
	}
	var ours, theirs []machine.Listener
	for _, l := range w.machine.On(c.Port, c.Port) {
		switch {
		case l.Protocol != c.Protocol:
		case w.Ours(l.Owner):
			ours = append(ours, l)
		case l.Owner.Hidden() || l.Owner.Stale || l.Owner.AirPlay() || w.mayBeOurs(l, c) || mayBeItself(l.Owner, s.Place):
			return nil // whose it is decides
		default:
			theirs = append(theirs, l)
		}
	}
	if len(theirs) == 0 {
		return nil
	}
	ours = slices.DeleteFunc(ours, func(l machine.Listener) bool { return !l.Reach().Overlaps(w.reach(c)) })
	f := w.startsBeside(c, theirs)
	if len(ours) > 0 {
		f = w.answeredFor(c, ours, theirs)
	}
	if f != nil {
		f.Related = append(s.usedBy(), f.Related...)
	}
	return f
}

// answeredFor returns what is to be said where ours runs and clients of one of the addresses reach another program.
func (w *World) answeredFor(c claim.Claim, ours, theirs []machine.Listener) *Finding {
	addrs, why := w.clientsOf(c)
	for _, addr := range addrs {
		l := Answering(addr, append(slices.Clone(ours), theirs...))
		if l == nil || w.Ours(l.Owner) {
			continue
		}
		return &Finding{
			Message: fmt.Sprintf("%s reaches %s, not what this workspace runs on %s",
				netip.AddrPortFrom(addr, uint16(c.Port)), w.Describe(l.Owner), ours[0].Endpoint()),
			Related: why,
			Holder:  l,
		}
	}
	return nil
}

// startsBeside returns what is to be said where ours does not run yet, and could start beside another program.
func (w *World) startsBeside(c claim.Claim, theirs []machine.Listener) *Finding {
	if slices.ContainsFunc(theirs, func(l machine.Listener) bool { return l.Reach().Overlaps(w.reach(c)) && !w.fits(c, l) }) {
		return nil // it would not start, or which address it takes is not known: port-in-use has it
	}
	addrs, why := w.clientsOf(c)
	for _, addr := range addrs {
		if l := Answering(addr, theirs); l != nil {
			return &Finding{
				Message: fmt.Sprintf("%s may start beside %s, which listens on %s, and clients may reach that one",
					Spell(c.Endpoint), w.Describe(l.Owner), l.Endpoint()),
				Related: why,
				Holder:  l,
			}
		}
	}
	return nil
}

// fits reports whether a program that follows the claim certainly starts beside a listener: where the system lets in
// whoever names another address than the listener did, and where localhost has an address that the listener leaves.
func (w *World) fits(c claim.Claim, l machine.Listener) bool {
	reach := w.reach(c)
	if c.Host == "" && c.Default == "" {
		return false
	}
	if w.machine.Facts.Outcome(l.Reach(), reach) == machine.Shadows {
		return true
	}
	// Most programs take the IPv4 address of localhost, or both, where they can.
	return onLocalhost(c) && reach.V4.IsValid() && !l.Reach().Overlaps(claim.Reach{V4: reach.V4})
}

// clientsOf returns the addresses that clients of a bind go to: its own, the loopback ones for a wildcard, and those of
// localhost where the workspace goes there by that name; why are the places that do.
func (w *World) clientsOf(c claim.Claim) (addrs []netip.Addr, why []Related) {
	add := func(r claim.Reach) {
		for _, a := range []netip.Addr{r.V4, r.V6} {
			switch {
			case !a.IsValid():
				continue
			case a == netip.IPv4Unspecified():
				a = loopback4
			case a == netip.IPv6Unspecified():
				a = netip.IPv6Loopback()
			}
			if !slices.Contains(addrs, a) {
				addrs = append(addrs, a)
			}
		}
	}
	add(w.reach(c))
	if !w.reach(c).Overlaps(claim.ReachOf("localhost")) {
		return addrs, nil
	}
	for _, s := range w.on(c.Endpoint) {
		if s.Claim.Role == claim.Connect && !s.Claim.Unsure && onLocalhost(s.Claim) && s.Claim.Host != "" && !w.goesInside(s) {
			add(w.reach(s.Claim))
			why = append(why, Related{s.written(), "goes to " + Spell(s.Claim.Endpoint)})
		}
	}
	slices.SortFunc(why, func(a, b Related) int { return comparePlaces(a.Place, b.Place) })
	return addrs, why
}

// Answering returns the listener that clients of an address reach, nil where none does: one that named the address
// before one on all of its family, and that before one on both families.
func Answering(addr netip.Addr, ls []machine.Listener) *machine.Listener {
	var best *machine.Listener
	rank := func(l machine.Listener) int {
		switch {
		case l.Addr == addr:
			return 0
		case l.Addr.Is4() == addr.Is4():
			return 1
		}
		return 2
	}
	for i := range ls {
		if takes(ls[i], addr) && (best == nil || rank(ls[i]) < rank(*best)) {
			best = &ls[i]
		}
	}
	return best
}

// takes reports whether a listener takes connections to an address.
func takes(l machine.Listener, addr netip.Addr) bool {
	return l.Reach().Overlaps(claim.ReachOf(addr.String()))
}
