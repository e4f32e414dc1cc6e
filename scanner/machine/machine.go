// Package machine tells what this machine holds: which sockets listen, whose they are, and which ports are free.
// It is the only package that asks the operating system about ports and processes.
package machine

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"time"
)

// patience bounds one look whatever the caller's context says: a hanging lsof or network file system must not
// keep the last picture on the screen for ever.
const patience = 15 * time.Second

// looksForOwners is how often LookClosely looks at most: the second look goes through what the first has left to it, and
// each may have found a process that ended, or became another, at that moment.
const looksForOwners = 4

// A Machine looks at this machine, and remembers from one look to the next whose the sockets are.
// It is for concurrent use; looks wait for each other.
type Machine struct {
	// turn is taken by whoever looks, and given back when the operating system has answered: after that a look
	// whose context has ended does not run on beside the next one.
	turn   chan struct{}
	owners *owners
	eyes   *eyes
	// containers are what engines say is behind listeners.
	containers *containers
	// wants are the ports of which pictures tell what else is in the way.
	wants wants
	// reserved are the ports that callers have got.
	reserved reservations
	// last is what the last look showed, nil before the first. It may be shown again until due.
	last      atomic.Pointer[Picture]
	due       time.Time
	factsRead time.Time
}

// New returns a Machine that has not looked yet.
func New() *Machine {
	owners := newOwners(os.Getpid())
	return &Machine{turn: make(chan struct{}, 1), owners: owners, eyes: newEyes(owners), containers: newContainers()}
}

// Look returns what the machine shows now. As long as nothing changes that is the same picture, and on Linux
// looking again costs next to nothing; there a beginning on UDP in the thousandth of a second in which another socket
// has ended may show one look later. The error is that the listening sockets could not be read, or not before ctx
// ended; whatever else the machine will not tell is missing in the picture, which says so in Partial.
//
// It heeds the end of ctx between its questions, as handing them to another goroutine would take as long as the
// answers: where the operating system never answers one, it never returns. LookClosely does.
func (m *Machine) Look(ctx context.Context) (*Picture, error) {
	p, err := m.listeners(ctx)
	if err != nil {
		return nil, err
	}
	return m.withBlockers(ctx, p, false), nil
}

// listeners returns what the machine shows but for what else is in the way.
func (m *Machine) listeners(ctx context.Context) (*Picture, error) {
	if p := m.glance(ctx); p != nil {
		return p, nil
	}
	if err := m.takeTurn(ctx); err != nil {
		return nil, fmt.Errorf("look at the listening sockets: another look is still under way: %w", err)
	}
	defer func() { <-m.turn }()
	ctx, cancel := soon(ctx, patience)
	defer cancel()
	return m.look(ctx)
}

func (m *Machine) takeTurn(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case m.turn <- struct{}{}:
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case m.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// LookClosely is Look for whoever looks only once: it waits for the owners, and tells of the connections, that Look
// leaves to the next look, and returns when ctx ends, whatever hangs.
func (m *Machine) LookClosely(ctx context.Context) (*Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type answer struct {
		picture *Picture
		err     error
	}
	answered := make(chan answer, 1)
	go func() {
		p, err := m.listeners(ctx)
		for range looksForOwners - 1 {
			if err != nil || !slices.ContainsFunc(p.Listeners, func(l Listener) bool { return l.Pending }) {
				break
			}
			p, err = m.listeners(ctx)
		}
		if err == nil {
			p = m.withBlockers(ctx, p, true)
		}
		answered <- answer{p, err}
	}()
	select {
	case a := <-answered:
		return a.picture, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("look at the listening sockets: %w", ctx.Err())
	}
}

// glance returns the last picture where it certainly still holds, otherwise nil. It allocates nothing and waits for
// nobody.
func (m *Machine) glance(ctx context.Context) *Picture {
	if ctx.Err() != nil {
		return nil
	}
	select {
	case m.turn <- struct{}{}:
	default:
		return nil
	}
	defer func() { <-m.turn }()
	p := m.last.Load()
	if p == nil || !time.Now().Before(m.due) || !m.eyes.unchanged() {
		return nil
	}
	return p
}
