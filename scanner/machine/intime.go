package machine

import (
	"context"
	"time"
)

// patienceWithFiles bounds the wait for one answer that may come from another machine's disk or directory service.
const patienceWithFiles = 500 * time.Millisecond

// inTime returns what ask returns, and false when that takes too long. Then the question is left behind: a file
// system that hangs keeps whoever asked it.
func inTime[T any](ctx context.Context, ask func() T) (T, bool) {
	answered := make(chan T, 1)
	go func() { answered <- ask() }()
	late := time.NewTimer(patienceWithFiles)
	defer late.Stop()
	select {
	case answer := <-answered:
		return answer, true
	case <-late.C:
	case <-ctx.Done():
	}
	var none T
	return none, false
}
