package machine

import (
	"context"
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A grip is on one process. The system has nothing that keeps its number from the next one, so that it is looked at
// again right before the signal.
type grip struct{ id identity }

// seize takes hold of a process. It returns os.ErrProcessDone where none has the number.
func seize(pid int) (*grip, error) {
	id, ok := identify(pid)
	if !ok {
		return nil, os.ErrProcessDone
	}
	return &grip{id}, nil
}

func (*grip) release() {}

// terminate sends SIGTERM.
func (g *grip) terminate() error {
	if g.ended() {
		return os.ErrProcessDone
	}
	err := unix.Kill(g.id.pid, unix.SIGTERM)
	if errors.Is(err, unix.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}

// wait returns when the process has ended, or false when ctx has.
func (g *grip) wait(ctx context.Context) bool {
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !g.ended() {
		select {
		case <-again.C:
		case <-ctx.Done():
			return g.ended()
		}
	}
	return true
}

func (g *grip) ended() bool {
	now, ok := identify(g.id.pid)
	return !ok || now != g.id
}
