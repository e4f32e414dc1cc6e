package machine

import (
	"context"
	"time"
)

// A deadline is a context that ends at a time for whoever asks whether it has, as looks on Linux do between their
// questions. It has no timer: setting one wakes the thread that waits for the network, which takes longer than many a
// look.
type deadline struct {
	context.Context //nolint:containedctx // it is one

	at time.Time
}

// soon returns a context that ends after some time at the latest.
func soon(ctx context.Context, after time.Duration) (_ context.Context, cancel func()) {
	at := time.Now().Add(after)
	if earlier, ok := ctx.Deadline(); ok && earlier.Before(at) {
		return ctx, func() {}
	}
	return deadline{ctx, at}, func() {}
}

func (d deadline) Deadline() (time.Time, bool) { return d.at, true }

func (d deadline) Err() error {
	if err := d.Context.Err(); err != nil {
		return err
	}
	if time.Now().Before(d.at) {
		return nil
	}
	return context.DeadlineExceeded
}
