package machine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// An Ending is how stopping a listener's owner went.
type Ending uint8

const (
	// Declined is that nothing was asked to end: whoever was asked said no, or there is an error.
	Declined Ending = iota
	// Ended is a process that was asked to end and has, or a container that its engine has stopped.
	Ended
	// Absent is that nobody listened there any more, so that there was nothing to stop.
	Absent
	// Lingering is that it was asked to end and has not within the time that it had. Nothing is ever ended by force.
	Lingering
)

const (
	// endWithin is how long a process that was asked to end may take.
	endWithin = 5 * time.Second
	// stopWithin is how long an engine may take to stop a container: its own grace period is 10 s, then it kills.
	stopWithin = 20 * time.Second
	// handOver is how long the port may stay with processes that end together with the one that was asked to.
	handOver = time.Second
)

// Stopped is what came of stopping a listener's owner.
type Stopped struct {
	Ending Ending
	// Heir is who listens there although the owner has ended or was gone: a child, or what something has started in its
	// place. It is nil where nobody does.
	Heir *Listener
}

// Stop asks what is behind a listener to end, and waits until it has: the one process that listens, by SIGTERM (on
// Windows by closing its windows), or the container, by its engine, which is told nothing of how long to wait and so
// gives the container's own grace period. The listener is from a picture; the machine is looked at again and must show
// the same owner at the same address. Client is the process of the editor that has it stopped, 0 where none does.
//
// When nothing is against it, ask is asked, with the listener as it is now; nil has nobody asked. However long that
// takes, the process is compared with the one that was shown right before the signal, by its number, its start and its
// socket.
//
// The error is a *Refusal where the owner is none that is stopped, or has changed; what ask returned; or that the
// machine or the engine would not do it.
func (m *Machine) Stop(ctx context.Context, l Listener, client int, ask Ask) (Stopped, error) {
	p, err := m.lookAnew(ctx)
	if err != nil {
		return Stopped{}, err
	}
	now := p.at(l)
	if now == nil {
		return Stopped{Ending: Absent}, nil
	}
	if r := now.Refusal(p.Facts); r != nil {
		return Stopped{}, r
	}
	if !now.Owner.Is(l.Owner) {
		return Stopped{}, changed(*now)
	}
	if r := newAsker(client).refusal(now.Owner); r != nil {
		return Stopped{}, r
	}
	if ask != nil {
		if yes, err := ask(ctx, *now); err != nil || !yes {
			return Stopped{Ending: Declined}, err
		}
	}
	stop := stopProcess
	if now.Owner.Container != nil {
		stop = m.stopContainer
	}
	stopped := Stopped{}
	stopped.Ending, err = stop(ctx, *now)
	if err == nil && stopped.Ending != Lingering {
		stopped.Heir = m.heir(ctx, *now)
	}
	return stopped, err
}

// An Ask asks a person whether what is behind the listener is to be stopped. The error is that nobody can be asked.
type Ask func(ctx context.Context, l Listener) (yes bool, err error)

// at returns the listener of the picture at the address, port and protocol of l, nil where there is none.
func (p *Picture) at(l Listener) *Listener {
	on := p.On(l.Port, l.Port)
	i := slices.IndexFunc(on, func(o Listener) bool { return o.Addr == l.Addr && o.Protocol == l.Protocol })
	if i < 0 {
		return nil
	}
	return &on[i]
}

func changed(l Listener) *Refusal {
	return refuse(Changed, "%s is held by %s now, not by what was to be stopped", l.Endpoint(), l.Owner.named())
}

// heir returns who listens in the place of a listener whose owner has ended. Those that end with it get the time that
// it takes.
func (m *Machine) heir(ctx context.Context, was Listener) *Listener {
	ctx, cancel := context.WithTimeout(ctx, handOver)
	defer cancel()
	again := time.NewTicker(handOver / 20)
	defer again.Stop()
	var heir *Listener
	for {
		p, err := m.lookAnew(ctx)
		if err != nil {
			return heir
		}
		if heir = p.at(was); heir == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return heir
		}
	}
}

// lookAnew is LookClosely without trust in what is remembered: who held a socket may have ended and left it to another.
func (m *Machine) lookAnew(ctx context.Context) (*Picture, error) {
	select {
	case m.turn <- struct{}{}:
		m.due = time.Time{}
		m.eyes.doubt()
		<-m.turn
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return m.LookClosely(ctx)
}

// stopProcess asks a listener's process to end.
func stopProcess(ctx context.Context, l Listener) (Ending, error) {
	at := l.Endpoint().String()
	o := l.Owner
	g, err := seize(o.PID)
	switch {
	case errors.Is(err, os.ErrProcessDone):
		return Absent, nil
	case err != nil:
		return 0, fmt.Errorf("stop %s: %w", o.named(), err)
	}
	defer g.release()
	// From here on the number is nobody else's: what it says now is of the process that is to be stopped, or that has ended.
	if id, ok := identify(o.PID); !ok || id.start != o.start {
		return Absent, nil
	}
	listens, err := hasListener(ctx, o.PID, l)
	switch {
	case err != nil:
		return 0, fmt.Errorf("look at %s again: %w", at, err)
	case !listens:
		return 0, refuse(Changed, "%s does not listen on %s any more", o.named(), at)
	}
	if err := g.terminate(); errors.Is(err, os.ErrProcessDone) {
		return Absent, nil
	} else if err != nil {
		return 0, fmt.Errorf("stop %s: %w", o.named(), err)
	}
	ctx, cancel := context.WithTimeout(ctx, endWithin)
	defer cancel()
	if !g.wait(ctx) {
		return Lingering, nil
	}
	return Ended, nil
}
