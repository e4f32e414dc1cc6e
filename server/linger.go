package server

import (
	"net/netip"
	"slices"
	"time"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// lingers is how long a server of the workspace that has ended is taken to be there still: most that end so are being
// started again, and what stands beside or behind them would be told for a moment. What is not ours is gone at once, as a
// finding that outlives its cause is a false alarm; and what comes is there at once, as a bind would fail from now on. With
// the time until the next look it makes two seconds at most.
const lingers = time.Second

// An afterimage is what is still seen of the workspace's listeners that have ended a moment ago. It belongs to the goroutine
// that looks at the machine.
type afterimage struct {
	last *machine.Picture // as the machine gave it
	gone []departed
}

// A departed listener has ended.
type departed struct {
	machine.Listener

	until time.Time
	// beside are those that listened on the same port before it ended.
	beside map[socket]bool
}

// A socket tells listeners apart.
type socket struct {
	addr     netip.Addr
	port     int
	protocol claim.Protocol
	pid      int
}

func socketOf(l machine.Listener) socket {
	s := socket{l.Addr, l.Port, l.Protocol, 0}
	if l.Owner != nil {
		s.pid = l.Owner.PID
	}
	return s
}

// see returns a picture with those listeners in it that have just ended, and when that is to be seen to again; the zero
// time where there are none. One whose place another has taken meanwhile is in it no more.
func (a *afterimage) see(picture *machine.Picture, ours func(*machine.Owner) bool, now time.Time) (*machine.Picture, time.Time) {
	if a.last != nil && a.last != picture {
		a.part(picture, ours, now)
	}
	a.last = picture
	a.gone = slices.DeleteFunc(a.gone, func(d departed) bool {
		return !now.Before(d.until) || slices.ContainsFunc(picture.On(d.Port, d.Port), func(l machine.Listener) bool {
			return l.Protocol == d.Protocol && l.Reach().Overlaps(d.Reach()) && !d.beside[socketOf(l)]
		})
	})
	if len(a.gone) == 0 {
		return picture, time.Time{}
	}
	with := *picture
	with.Listeners = slices.Clone(picture.Listeners)
	for _, d := range a.gone {
		with.Listeners = append(with.Listeners, d.Listener)
	}
	slices.SortStableFunc(with.Listeners, func(a, b machine.Listener) int { return a.Port - b.Port })
	return &with, a.gone[0].until
}

// part takes note of who was in the last picture and is not in this one.
func (a *afterimage) part(picture *machine.Picture, ours func(*machine.Owner) bool, now time.Time) {
	there := make(map[socket]bool, len(picture.Listeners))
	for _, l := range picture.Listeners {
		there[socketOf(l)] = true
	}
	for _, l := range a.last.Listeners {
		if there[socketOf(l)] || l.Owner == nil || !ours(l.Owner) {
			continue
		}
		d := departed{l, now.Add(lingers), map[socket]bool{}}
		for _, b := range a.last.On(l.Port, l.Port) {
			d.beside[socketOf(b)] = true
		}
		a.gone = append(a.gone, d)
	}
}
