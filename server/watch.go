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
)

// watch is the only goroutine that looks at the machine: when word comes that it matters now, when a listener
// has gone, and every lookEvery, as long as an open document is about this machine. When none is, it does not look, and
// forgets what it saw, as an old picture would raise false alarms.
func (s *server) watch(ctx context.Context) {
	timer := time.NewTimer(0)
	timer.Stop()
	var rested time.Time // no look before
	var trouble string   // what went wrong with the last look
	var wanted *snapshot // the one whose ports the machine was last told of
	vanished := s.Vanished(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.look:
		case <-vanished:
		case <-timer.C:
		}
		snap := s.current.Load()
		if !snap.live() {
			s.learn(nil)
			continue
		}
		if wait := time.Until(rested); wait > 0 {
			timer.Reset(wait)
			continue
		}
		if snap != wanted {
			wanted = snap
			s.Want(snap.world().Wanted())
		}
		begun := time.Now()
		picture, err := s.lookOnce(ctx)
		took := time.Since(begun)
		rested = time.Now().Add((lookShare - 1) * took)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			trouble = ""
		case err.Error() != trouble:
			trouble = err.Error()
			s.Log.Warn("cannot look at this machine", "error", err)
		}
		if s.learn(picture) {
			timer.Reset(max(lookEvery-took, time.Until(rested)))
		}
	}
}

func (s *server) lookOnce(ctx context.Context) (*machine.Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	return s.Look(ctx)
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
