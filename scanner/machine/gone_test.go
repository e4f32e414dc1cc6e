package machine

import (
	"context"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestGone(t *testing.T) {
	const pid = 42
	alive := func(start uint64) func() (identity, bool) {
		return func() (identity, bool) { return identity{pid, start}, true }
	}
	dead := func() (identity, bool) { return identity{}, false }
	for _, tt := range []struct {
		name        string
		first, then func() (identity, bool)
		closes      bool
	}{
		{"it lives", alive(1), alive(1), false},
		{"it ends", alive(1), dead, true},
		{"another one gets its number", alive(1), alive(2), true},
		{"it was never there", dead, dead, false},
		{"it was not there, and another one comes", dead, alive(1), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var now atomic.Pointer[func() (identity, bool)]
				now.Store(&tt.first)
				gone := gone(ctx, pid, time.Second, func(int) (identity, bool) { return (*now.Load())() })
				<-time.After(10 * time.Second) // of the bubble's own clock: it takes no time
				synctest.Wait()
				select {
				case <-gone:
					t.Fatal("closed before anything happened")
				default:
				}
				now.Store(&tt.then)
				<-time.After(10 * time.Second)
				synctest.Wait()
				select {
				case <-gone:
					if !tt.closes {
						t.Error("closed")
					}
				default:
					if tt.closes {
						t.Error("not closed")
					}
				}
			})
		})
	}
}

func TestGoneStopsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var ended atomic.Bool
		gone := gone(ctx, 42, time.Second, func(int) (identity, bool) { return identity{pid: 42}, !ended.Load() })
		cancel()
		synctest.Wait()
		ended.Store(true)
		<-time.After(10 * time.Second) // of the bubble's own clock
		synctest.Wait()
		select {
		case <-gone:
			t.Error("closed, although nobody wants to know any more")
		default:
		}
	})
}

// A process that has ended and that its parent has not asked about yet is gone all the same.
func TestGoneForAZombie(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_LISTEN=127.0.0.1:0")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait() // not before the test is over: until then it is a zombie
	gone := gone(t.Context(), cmd.Process.Pid, time.Millisecond, identify)
	select {
	case <-gone:
		t.Fatal("closed while it lives")
	default:
	}
	in.Close()
	<-gone
}
