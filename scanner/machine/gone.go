package machine

import (
	"context"
	"time"
)

// Gone returns a channel that closes when the process has ended, also when its number has gone to another one
// meanwhile. It never closes after ctx has ended, nor for a process that is not there at the start: that one may be
// there in another namespace of processes, out of our sight.
func Gone(ctx context.Context, pid int) <-chan struct{} {
	return gone(ctx, pid, 3*time.Second, identify)
}

func gone(ctx context.Context, pid int, every time.Duration, identify func(int) (identity, bool)) <-chan struct{} {
	ended := make(chan struct{})
	first, ok := identify(pid)
	if !ok {
		return ended
	}
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if now, ok := identify(pid); !ok || now != first {
				close(ended)
				return
			}
		}
	}()
	return ended
}
