package machine

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

func itoa(n int) string { return strconv.Itoa(n) }

// freePort returns a port for a test, a different one each time.
func freePort(t testing.TB, p claim.Protocol) int {
	t.Helper()
	port, err := Pick(10000+rand.IntN(20000), p, func(int) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestPickNear(t *testing.T) {
	linux := Facts{Ephemeral: [2]int{32768, 60999}}
	for _, tt := range []struct {
		name  string
		near  int
		facts Facts
		taken []int
		want  int
	}{
		{"near itself", 3000, linux, nil, 3000},
		{"next above", 3000, linux, []int{3000, 3001}, 3002},
		{"over browsers' bad ports", 6665, linux, nil, 6670},
		{"over a data store's", 5432, linux, nil, 5433},
		{"below, when all above is taken", 32767, linux, []int{32767}, 32766},
		{"in the ephemeral range", 40123, linux, nil, 10123},
		{"in another system's ephemeral range", 62893, linux, nil, 12893},
		{"low ephemeral range", 12345, Facts{Ephemeral: [2]int{5000, 65535}}, nil, 1024 + 12345%3976},
		{"nothing but the ephemeral range", 3000, Facts{Ephemeral: [2]int{1024, 65535}}, nil, 1024},
		{"reserved", 3000, Facts{Ephemeral: dynamic, Reserved: [][2]int{{2990, 3009}}}, nil, 3010},
		{"system port", 80, linux, nil, 8080},
		{"no port at all", 70000, linux, nil, 10000},
		{"negative", -1, linux, nil, 1024},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pick(tt.near, tt.facts, func(p int) bool { return slices.Contains(tt.taken, p) },
				func(int) (bool, error) { return true, nil })
			if err != nil || got != tt.want {
				t.Errorf("pick(%d) = %d, %v, want %d", tt.near, got, err, tt.want)
			}
		})
	}
}

// Whatever the wish: the port is free, nobody's, outside every range to avoid, and the same again.
func TestPickProperties(t *testing.T) {
	facts := readFacts()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 1000 {
		near := random.IntN(70000) - 2000
		salt := random.IntN(7)
		taken := func(port int) bool { return port%7 == salt || port == near }
		for _, p := range []claim.Protocol{claim.TCP, claim.UDP} {
			port, err := Pick(near, p, taken)
			if err != nil {
				t.Fatalf("seed %d: Pick(%d): %v", seed, near, err)
			}
			if again, _ := Pick(near, p, taken); again != port {
				t.Errorf("seed %d: Pick(%d) = %d, then %d", seed, near, port, again)
			}
			d, known := registry.Sensitive(port)
			if taken(port) || port < 1024 || port >= 49152 || facts.IsEphemeral(port) || registry.Unsafe(port) || known && d.Kind != registry.Admin {
				t.Errorf("seed %d: Pick(%d) = %d, which is no good port", seed, near, port)
			}
			if free, err := Free(port, p); !free || err != nil {
				t.Errorf("seed %d: Pick(%d) = %d, which is not free: %v", seed, near, port, err)
			}
		}
	}
}

func TestPickAvoidsHeldPorts(t *testing.T) {
	nobody := func(int) bool { return false }
	port, _ := listen(t, "tcp6", "[::1]")
	got, err := Pick(port, claim.TCP, nobody)
	if err != nil || got == port {
		t.Errorf("Pick(%d) = %d, %v, although it is held on ::1", port, got, err)
	}
	if got, err := Pick(port, claim.UDP, nobody); err != nil || got != port {
		t.Errorf("Pick(%d) for UDP = %d, %v, although only TCP holds it", port, got, err)
	}
}

func TestPickFails(t *testing.T) {
	facts := Facts{Ephemeral: dynamic}
	nobody := func(int) bool { return false }
	all := func(int) bool { return true }
	if port, err := pick(3000, facts, all, func(int) (bool, error) { return true, nil }); err == nil {
		t.Errorf("picked %d, although all are taken", port)
	}
	if port, err := pick(3000, facts, nobody, func(int) (bool, error) { return false, syscall.EMFILE }); !errors.Is(err, syscall.EMFILE) {
		t.Errorf("picked %d, %v, although the machine lets nobody try", port, err)
	}
	port, err := pick(3000, facts, nobody, func(port int) (bool, error) {
		if port < 3005 {
			return false, fs.ErrPermission
		}
		return true, nil
	})
	if port != 3005 || err != nil {
		t.Errorf("picked %d, %v, want the first that may be bound, 3005", port, err)
	}
}
