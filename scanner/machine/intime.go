package machine

import (
	"context"
	"time"
)

// patienceWithFiles bounds the wait for one answer that may come from another machine's disk or directory service.
const patienceWithFiles = 500 * time.Millisecond

// inTime returns what ask returns, and false when that takes too long. Then the question is left behind: a file
// system that hangs keeps whoever asked it.
func inTime[T any](ctx context.Context, ask func() T) (T, bool) { return begin(ctx, ask)() }

// begin is inTime for whoever has something else to do meanwhile.
func begin[T any](ctx context.Context, ask func() T) (wait func() (T, bool)) {
	answered := make(chan T, 1)
	go func() { answered <- ask() }()
	return func() (none T, _ bool) {
		select {
		case answer := <-answered:
			return answer, true
		default:
		}
		late := time.NewTimer(patienceWithFiles)
		defer late.Stop()
		select {
		case answer := <-answered:
			return answer, true
		case <-late.C:
		case <-ctx.Done():
		}
		return none, false
	}
}
