package machine

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// glanceFor is how long pictures of unchanged sockets are the same one, before owners and facts are looked at again.
const glanceFor = 30 * time.Second

// look makes a picture. It returns the last one when the new one would be like it.
func (m *Machine) look(ctx context.Context) (*Picture, error) {
	p := &Picture{Taken: time.Now(), Facts: m.facts()}
	// Owners get a part of what time is left, so that listeners whose owners take too long are told all the same.
	end, _ := ctx.Deadline()
	asking, cancel := soon(ctx, time.Until(end)*2/3)
	defer cancel()
	found, late, err := m.eyes.look(asking, p.Facts)
	if err != nil {
		return nil, fmt.Errorf("look at the listening sockets: %w", err)
	}
	p.Listeners = oneEach(found)
	m.owners.retain(found)
	askAgain, trouble := m.containers.find(ctx, p.Listeners)
	hidden := 0
	for _, l := range p.Listeners {
		if l.Owner.Hidden() {
			hidden++
		}
	}
	p.MayMiss, p.Partial = partial(asking, hidden)
	if trouble != "" {
		p.Partial = strings.TrimPrefix(p.Partial+"; "+trouble, "; ")
	}

	m.due = time.Now().Add(glanceFor)
	if late {
		m.due = time.Time{}
	}
	if !askAgain.IsZero() && askAgain.Before(m.due) {
		m.due = askAgain
	}
	if last := m.last.Load(); last != nil && last.shows(p) {
		return last, nil
	}
	m.last.Store(p)
	return p, nil
}

// facts returns the machine's facts, which change so rarely that they are read now and then only.
func (m *Machine) facts() Facts {
	if last := m.last.Load(); last != nil && time.Since(m.factsRead) < glanceFor {
		return last.Facts
	}
	m.factsRead = time.Now()
	return readFacts()
}

// shows reports whether two pictures show the same, whenever they were taken.
func (p *Picture) shows(o *Picture) bool {
	return p.Partial == o.Partial && p.MayMiss == o.MayMiss && reflect.DeepEqual(p.Facts, o.Facts) &&
		slices.EqualFunc(p.Listeners, o.Listeners, func(a, b Listener) bool {
			owners := a.Owner == b.Owner || reflect.DeepEqual(a.Owner, b.Owner)
			a.Owner, b.Owner = nil, nil
			return owners && a == b
		})
}

// oneEach returns listeners sorted by port, protocol and address, one for each: of several that share it, one whose
// owner is known, the one with the lowest number.
func oneEach(found []Listener) []Listener {
	// Mostly the port says it, and numbers are sorted faster than listeners are moved about.
	order := make([]uint64, len(found))
	for i, l := range found {
		order[i] = uint64(l.Port)<<48 | uint64(l.Protocol)<<40 | uint64(i)
	}
	slices.Sort(order)
	ls := make([]Listener, len(found))
	for i, at := range order {
		ls[i] = found[at&(1<<40-1)]
	}
	for from := 0; from < len(ls); {
		to := from + 1
		for to < len(ls) && order[to]>>40 == order[from]>>40 {
			to++
		}
		slices.SortFunc(ls[from:to], func(a, b Listener) int {
			return cmp.Or(a.Addr.Compare(b.Addr), unknownLast(a.Owner)-unknownLast(b.Owner))
		})
		from = to
	}
	return slices.CompactFunc(ls, func(a, b Listener) bool {
		return a.Port == b.Port && a.Protocol == b.Protocol && a.Addr == b.Addr
	})
}

// unknownLast orders owners by their processes' numbers, the unknown ones after all others.
func unknownLast(o *Owner) int {
	if o == nil || o.PID == 0 {
		return math.MaxInt32
	}
	return o.PID
}
