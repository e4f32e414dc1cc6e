package machine

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		outer, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		ctx, end := soon(outer, 3*time.Second)
		defer end()
		if at, ok := ctx.Deadline(); !ok || at.Sub(begun) != 3*time.Second {
			t.Errorf("ends at %v, %v, want after three seconds", at, ok)
		}
		if later, _ := soon(ctx, 5*time.Second); later != ctx {
			t.Error("a later deadline puts off the one there is")
		}
		if err := ctx.Err(); err != nil {
			t.Errorf("at the beginning: %v", err)
		}
		<-time.After(3 * time.Second) // of the bubble's clock
		if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after its end: %v", err)
		}
		cancel()
		if err := ctx.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("after the caller has given up: %v", err)
		}
	})
}
