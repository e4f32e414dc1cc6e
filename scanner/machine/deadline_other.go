//go:build !linux

package machine

import (
	"context"
	"time"
)

// soon returns a context that ends after some time at the latest, and with it the programs that are asked.
func soon(ctx context.Context, after time.Duration) (_ context.Context, cancel func()) {
	return context.WithTimeout(ctx, after)
}
