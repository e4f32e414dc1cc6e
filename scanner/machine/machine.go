// Package machine tells what this machine holds: which sockets listen, whose they are, and which ports are free.
// It is the only package that asks the operating system about ports and processes.
package machine

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"time"
)

// patience bounds one look whatever the caller's context says: a hanging lsof or network file system must not
// keep the last picture on the screen for ever.
const patience = 15 * time.Second

// A Machine looks at this machine, and remembers from one look to the next whose the sockets are.
// It is for concurrent use; looks wait for each other.
type Machine struct {
	// turn is taken by whoever looks, and given back when the operating system has answered: after that a look
	// whose context has ended does not run on beside the next one.
	turn   chan struct{}
	owners owners
	seen   []Listener
}

// New returns a Machine that has not looked yet.
func New() *Machine {
	return &Machine{turn: make(chan struct{}, 1), owners: newOwners(os.Getpid())}
}

// Look returns what the machine shows now. The error is that the listening sockets could not be read, or not
// before ctx ended; whatever else the machine will not tell is missing in the picture, which says so in Partial.
func (m *Machine) Look(ctx context.Context) (*Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case m.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("look at the listening sockets: another look is still under way: %w", ctx.Err())
	}
	type answer struct {
		picture *Picture
		err     error
	}
	answered := make(chan answer, 1)
	go func() {
		defer func() { <-m.turn }()
		p, err := m.look(ctx)
		answered <- answer{p, err}
	}()
	select {
	case a := <-answered:
		return a.picture, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("look at the listening sockets: %w", ctx.Err())
	}
}

func (m *Machine) look(ctx context.Context) (*Picture, error) {
	facts := readFacts()
	taken := time.Now()
	sockets, err := openSockets(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at the listening sockets: %w", err)
	}
	found := listening(sockets, facts)
	pids := make([]int, 0, len(found))
	for _, l := range found {
		pids = append(pids, l.pid)
	}
	// Owners get a part of what time is left, so that listeners whose owners take too long are told all the same.
	end, _ := ctx.Deadline()
	asking, cancel := context.WithTimeout(ctx, time.Until(end)*2/3)
	defer cancel()
	owners := m.owners.find(asking, pids)

	p := &Picture{Listeners: make([]Listener, len(found)), Taken: taken, Facts: facts}
	unowned := 0
	for i, l := range found {
		l.Owner = owners[l.pid]
		if l.Owner == nil {
			unowned++
		}
		p.Listeners[i] = l.Listener
	}
	m.separateFamilies(p.Listeners)
	m.seen = p.Listeners
	p.MayMiss, p.Partial = partial(asking, unowned)
	return p, nil
}

// separateFamilies sets V6Only where it is certain: where a listener takes IPv4 on the same port, and where IPv4
// can still be bound. Where two sockets share a port on purpose (SO_REUSEPORT) the first may be said of one that
// takes IPv4 too; that misleads nobody, as the other listener takes IPv4 there in any case.
func (m *Machine) separateFamilies(ls []Listener) {
	for i := range ls {
		l := &ls[i]
		if l.Addr != netip.IPv6Unspecified() {
			continue
		}
		if beside(ls, *l) {
			l.V6Only = true
		} else if before := same(m.seen, *l); before != nil {
			l.V6Only = before.V6Only
		} else {
			l.V6Only = leavesIPv4(l.Port, l.Protocol)
		}
	}
}

// beside reports whether a listener on every IPv4 address has the port of l.
func beside(ls []Listener, l Listener) bool {
	for _, o := range ls {
		if o.Port == l.Port && o.Protocol == l.Protocol && o.Addr == netip.IPv4Unspecified() {
			return true
		}
	}
	return false
}

// same returns the listener among ls that is l as far as can be told, and nil where none is.
func same(ls []Listener, l Listener) *Listener {
	for i := range ls {
		o := &ls[i]
		if o.Addr == l.Addr && o.Port == l.Port && o.Protocol == l.Protocol && o.Owner == l.Owner {
			return o
		}
	}
	return nil
}
