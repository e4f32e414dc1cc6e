package server

import (
	"context"
	"reflect"
	"time"

	"github.com/portclash/portclash/scanner/machine"
)

const (
	lookEvery   = time.Second     // how old a picture gets while a document is open that is about this machine
	lookShare   = 10              // looking takes one part in so many of the time at most
	lookTimeout = 5 * time.Second // some systems answer by running a program
	// lookPatience is how long a person waits for a look before fixes are made from what was seen before.
	lookPatience = 200 * time.Millisecond
)

// watch is the only goroutine that looks at the machine: when word comes that it matters now, when a listener
// has gone, when a fix is to be made, and every lookEvery, as long as an open document is about this machine. When none
// is, it does not look, and forgets what it saw, as an old picture would raise false alarms.
func (s *server) watch(ctx context.Context) {
	w := watcher{server: s, timer: time.NewTimer(0)}
	w.timer.Stop()
	vanished := s.Vanished(ctx)
	for {
		var looked chan<- struct{}
		select {
		case <-ctx.Done():
			return
		case <-s.look:
		case <-vanished:
		case <-w.timer.C:
		case looked = <-s.lookNow:
		}
		w.look(ctx)
		if looked != nil {
			close(looked)
		}
	}
}

// A watcher is what watch remembers from one look to the next.
type watcher struct {
	*server

	timer   *time.Timer
	rested  time.Time // when the next look may begin
	trouble string    // what went wrong with the last look
	wanted  *snapshot // the one whose ports the machine was last told of
	seen    afterimage
}

// look looks at the machine, where that is worth while and not too soon, and sets the timer for the next time.
func (w *watcher) look(ctx context.Context) {
	snap := w.current.Load()
	if !snap.live() {
		w.learn(nil)
		w.seen = afterimage{}
		return
	}
	if wait := time.Until(w.rested); wait > 0 {
		w.timer.Reset(wait)
		return
	}
	if snap != w.wanted {
		w.wanted = snap
		w.Want(snap.world().Wanted())
	}
	begun := time.Now()
	picture, err := w.lookOnce(ctx)
	took := time.Since(begun)
	w.rested = time.Now().Add((lookShare - 1) * min(took, lookTimeout))
	switch {
	case ctx.Err() != nil:
		return
	case err == nil:
		w.trouble = ""
	case err.Error() != w.trouble:
		w.trouble = err.Error()
		w.Log.Warn("cannot look at this machine", "error", err)
	}
	again := lookEvery - took
	if picture != nil {
		var until time.Time
		if picture, until = w.seen.see(picture, snap.world().Ours, time.Now()); !until.IsZero() {
			again = min(again, time.Until(until))
		}
	}
	if w.learn(picture) {
		w.timer.Reset(max(again, time.Until(w.rested)))
	}
}

// lookOnce looks. While the operating system does not even answer within twice the time, nothing live is judged.
func (s *server) lookOnce(ctx context.Context) (*machine.Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	hangs := time.AfterFunc(2*lookTimeout, func() {
		s.Log.Warn("this machine does not answer")
		s.change(func(snap *snapshot) { snap.picture = nil })
	})
	defer hangs.Stop()
	return s.Look(ctx)
}

// fresh returns the snapshot that a request is to be answered from, with what the machine shows now, so that no fix is
// made for what is over. Where looking takes too long it is what was seen last.
func (s *server) fresh(ctx context.Context) *snapshot {
	snap := s.at(ctx)
	if !snap.live() {
		return snap
	}
	late, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	looked := make(chan struct{})
	select {
	case s.lookNow <- looked:
		select {
		case <-looked:
		case <-late.Done():
		}
	case <-late.Done():
	}
	picture := s.current.Load().picture
	if picture == snap.picture {
		return snap
	}
	return snap.with(picture)
}

// learn takes in a picture, nil where there is no new one, and reports whether it is worth while to look again.
func (s *server) learn(picture *machine.Picture) bool {
	snap := s.current.Load()
	if !snap.live() {
		if snap.picture != nil {
			s.change(func(snap *snapshot) { snap.picture = nil })
		}
		return false
	}
	if picture != nil && !same(picture, snap.picture) {
		s.change(func(snap *snapshot) { snap.picture = picture })
	}
	return true
}

// same reports whether two pictures show the same, whenever they were taken.
func same(a, b *machine.Picture) bool {
	if a == nil || b == nil || a == b {
		return a == b
	}
	left, right := *a, *b
	left.Taken, right.Taken = time.Time{}, time.Time{}
	return reflect.DeepEqual(left, right)
}
