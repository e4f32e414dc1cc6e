package machine

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

const (
	// probeEvery is how often it is tried whether wanted ports that nobody listens on can be bound.
	probeEvery = 4 * time.Second
	// certainAfter is how soon a port that was found held is tried again.
	certainAfter = time.Second
	// holderFor is how long what holds such a port is taken to be the same, as long as it is held: finding out costs a
	// thousand times as much as trying.
	holderFor = 30 * time.Second
	// maxTried is how many wanted ports are tried whatever their numbers.
	maxTried = 200
)

// wants are the ports that somebody wants to have something listen on, and what is known of those that cannot be had
// although nobody listens there.
type wants struct {
	mu    sync.Mutex
	ports []int
	due   time.Time // when they are tried again
	held  map[int]*heldPort
	// shown is the picture plain with what is in the way.
	plain, shown *Picture
}

// A heldPort could not be had at the last try.
type heldPort struct {
	asked    time.Time // when it was found out what holds it; zero before
	blockers []Blocker
}

// Want has the next pictures tell what keeps servers from these TCP ports although nobody listens there. Each costs some
// millionths of a second every four seconds; where there are very many, only those are looked at that the system gives
// to outgoing connections, as a connection hardly ever has another.
func (m *Machine) Want(ports []int) {
	w := &m.wants
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.ports, ports) {
		w.ports, w.due = slices.Clone(ports), time.Time{}
	}
}

// withBlockers returns the picture with what is in the way of the wanted ports, and the picture itself where that is
// nothing. A connection must be there at two tries to be told, as most are over in no time; where closely is set the
// first will do.
func (m *Machine) withBlockers(ctx context.Context, p *Picture, closely bool) *Picture {
	w := &m.wants
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); len(w.ports) > 0 && (closely || !now.Before(w.due)) {
		w.held = m.probe(ctx, p, closely)
		w.due = now.Add(probeEvery)
		for _, h := range w.held {
			if h.asked.IsZero() {
				w.due = now.Add(certainAfter)
			}
		}
	}
	blockers := w.blockers(p)
	if len(blockers) == 0 {
		w.plain, w.shown = nil, nil
		return p
	}
	if w.plain != p || !reflect.DeepEqual(w.shown.Blockers, blockers) {
		shown := *p
		shown.Blockers = blockers
		w.plain, w.shown = p, &shown
	}
	return w.shown
}

// probe tries the wanted ports and returns those that are held although nobody listens there. The caller has the lock.
func (m *Machine) probe(ctx context.Context, p *Picture, closely bool) map[int]*heldPort {
	var held map[int]*heldPort
	for _, port := range m.wants.ports {
		if many := len(m.wants.ports) > maxTried; many && !p.Facts.IsEphemeral(port) || p.listensTCP(port) {
			continue
		}
		if free, err := Free(port, claim.TCP); free || err != nil {
			continue
		}
		h := m.wants.held[port]
		switch {
		case h == nil && !closely:
			h = &heldPort{}
		case h == nil || time.Since(h.asked) >= holderFor:
			h = &heldPort{asked: time.Now(), blockers: m.connections(ctx, port)}
		}
		if held == nil {
			held = map[int]*heldPort{}
		}
		held[port] = h
	}
	return held
}

// connections returns the connections that keep servers from a port and will go on doing so. What the machine does not
// tell is missing.
func (m *Machine) connections(ctx context.Context, port int) []Blocker {
	all, err := m.Blockers(ctx, port)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(b Blocker) bool { return b.Closing || !b.Peer.IsValid() })
}

// blockers returns what is in the way of ports that still nobody listens on. The caller has the lock.
func (w *wants) blockers(p *Picture) []Blocker {
	var all []Blocker
	for port, h := range w.held {
		if !p.listensTCP(port) {
			all = append(all, h.blockers...)
		}
	}
	slices.SortFunc(all, func(a, b Blocker) int {
		return cmp.Or(int(a.Local.Port())-int(b.Local.Port()), a.Local.Addr().Compare(b.Local.Addr()), a.Peer.Compare(b.Peer))
	})
	return all
}

// listensTCP reports whether somebody listens on a TCP port, at whatever address.
func (p *Picture) listensTCP(port int) bool {
	return slices.ContainsFunc(p.On(port, port), func(l Listener) bool { return l.Protocol == claim.TCP })
}
