package machine

import (
	"maps"
	"sync"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

// holdFor is how long a reserved port is given to nobody else: long enough to start a server on it.
const holdFor = time.Minute

// reservations are the ports that callers of one Machine have got and may not have bound yet.
type reservations struct {
	mu   sync.Mutex
	ends map[reservation]time.Time
}

type reservation struct {
	port     int
	protocol claim.Protocol
}

// Reserve picks a port as [Pick] does and keeps it for the caller: for the next minute nobody else gets it from this
// Machine. So many callers at once, each about to start a server, get different ports.
func (m *Machine) Reserve(near int, p claim.Protocol, taken func(port int) bool) (int, error) {
	r := &m.reserved
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(r.ends, func(_ reservation, end time.Time) bool { return !now.Before(end) })
	port, err := Pick(near, p, func(port int) bool { return r.held(port, p) || taken(port) })
	if err != nil {
		return 0, err
	}
	if r.ends == nil {
		r.ends = map[reservation]time.Time{}
	}
	r.ends[reservation{port, p}] = now.Add(holdFor)
	return port, nil
}

// Pick is [Pick] without the ports that are reserved at the moment. It reserves nothing: asking again has the same
// answer.
func (m *Machine) Pick(near int, p claim.Protocol, taken func(port int) bool) (int, error) {
	r := &m.reserved
	r.mu.Lock()
	defer r.mu.Unlock()
	return Pick(near, p, func(port int) bool { return r.held(port, p) || taken(port) })
}

// held reports whether somebody has the port; the caller has the lock.
func (r *reservations) held(port int, p claim.Protocol) bool {
	end, ok := r.ends[reservation{port, p}]
	return ok && time.Now().Before(end)
}
