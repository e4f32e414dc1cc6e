package machine

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// A hundred callers at once who all want the same port get a hundred, each free and none what a file has taken.
func TestReserveForManyAtOnce(t *testing.T) {
	const callers = 100
	m := New()
	near := 10000 + rand.IntN(10000)
	taken := func(port int) bool { return port%3 == 0 }
	got := make([]int, callers)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			port, err := m.Reserve(near, claim.TCP, taken)
			if err != nil {
				t.Error(err)
			}
			got[i] = port
		})
	}
	wait.Wait()
	slices.Sort(got)
	if different := len(slices.Compact(slices.Clone(got))); different != callers {
		t.Errorf("%d callers got %d ports: %v", callers, different, got)
	}
	for _, port := range got {
		if free, err := Free(port, claim.TCP); taken(port) || !free || err != nil {
			t.Errorf("somebody got %d: taken %v, free %v, %v", port, taken(port), free, err)
		}
	}
}

// A reservation ends; until then nobody is offered the port, and after it the first caller's wish is granted again.
func TestReservationEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &Machine{}
		nobody := func(int) bool { return false }
		near := freePort(t, claim.TCP)
		get := func(pick func(int, claim.Protocol, func(int) bool) (int, error), p claim.Protocol) int {
			t.Helper()
			port, err := pick(near, p, nobody)
			if err != nil {
				t.Fatal(err)
			}
			return port
		}
		if got := get(m.Pick, claim.TCP); got != near {
			t.Errorf("picked %d, want %d", got, near)
		}
		if got := get(m.Reserve, claim.TCP); got != near {
			t.Errorf("reserved %d, want %d", got, near)
		}
		if got := get(m.Pick, claim.TCP); got == near {
			t.Errorf("picked %d, which is reserved", got)
		}
		if first, again := get(m.Pick, claim.TCP), get(m.Pick, claim.TCP); first != again {
			t.Errorf("picked %d, then %d", first, again)
		}
		if got := get(m.Reserve, claim.UDP); got != near {
			t.Errorf("reserved UDP %d, want %d", got, near)
		}
		<-time.After(holdFor)
		if got := get(m.Reserve, claim.TCP); got != near {
			t.Errorf("reserved %d after the reservation has ended, want %d", got, near)
		}
	})
}

// Whatever is asked for in whatever order: what is reserved is different, good, and forgotten in the end.
func TestReserveProperties(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	synctest.Test(t, func(t *testing.T) {
		m := &Machine{}
		held := map[reservation]time.Time{}
		for range 500 {
			near, p := 8000+random.IntN(20), claim.Protocol(random.IntN(2))
			port, err := m.Reserve(near, p, func(port int) bool { return port%7 == 0 })
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if end, ok := held[reservation{port, p}]; ok && time.Now().Before(end) || port%7 == 0 {
				t.Fatalf("seed %d: reserved %d/%s, which is taken", seed, port, p)
			}
			held[reservation{port, p}] = time.Now().Add(holdFor)
			<-time.After(time.Duration(random.IntN(5)) * time.Second)
		}
		<-time.After(holdFor)
		if _, err := m.Reserve(8000, claim.TCP, func(int) bool { return false }); err != nil || len(m.reserved.ends) != 1 {
			t.Errorf("seed %d: %d reservations are left, %v", seed, len(m.reserved.ends), err)
		}
	})
}
