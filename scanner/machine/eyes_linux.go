package machine

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/portclash/portclash/scanner/claim"
)

// Eyes are how this operating system is looked at. On Linux they keep a table of the sockets that listen, so that
// only what is new is asked about. They are not for concurrent use.
type eyes struct {
	owners *owners
	walk   walk

	diag      *diag
	diagAgain time.Time // when a kernel that refused is asked again
	census    *census   // nil where UDP is to be asked about every time

	// now is the last answer of the kernel, seen the one that the table is about, udp what the kernel last said of UDP.
	now, seen, udp []row
	found          []Listener // what the last look returned
	asked          bool       // now is of this moment
	knowsUDP       bool       // udp is good for as long as the census says that nothing came or went

	table     map[uint64]*holding // by the sockets' cookies
	looks     int
	ephemeral [2]int

	deep      bool      // the next search is to go to the end
	refreshed time.Time // when the table's processes were last looked at again
	walked    []int     // the processes there were when last all of them were looked through, sorted
	walkedAt  time.Time
	lastBorn  int // the number that the last process had got when they were last compared with walked
	groups    cgroups
}

// A holding is what is known of one socket.
type holding struct {
	row

	holder holder // pid 0 where nobody who holds it may be looked into
	owner  *Owner
	seen   int // the look that has seen it last
}

const (
	// refreshEvery is how often the processes behind known sockets are looked at again: they may have gone to
	// another folder, have become another program, or have left the socket to a child.
	refreshEvery = 30 * time.Second
	// searchAgain is how often the whole machine is looked through for owners that were not found. In between
	// only processes that are new are.
	searchAgain = 15 * time.Minute
	// diagAgain is how long after a refusal the kernel is asked again.
	diagAgain = time.Minute
)

func newEyes(o *owners) *eyes {
	return &eyes{owners: o, table: map[uint64]*holding{}}
}

// unchanged reports whether the same sockets listen as at the last look. It allocates nothing.
func (e *eyes) unchanged() bool {
	e.asked = e.read() == nil
	return e.asked && slices.Equal(e.now, e.seen)
}

// read asks the kernel which sockets listen.
func (e *eyes) read() error {
	if e.diag == nil && time.Now().After(e.diagAgain) {
		if e.diag, _ = newDiag(); e.diag != nil {
			e.census = newCensus()
		}
	}
	if e.diag != nil {
		err := e.ask()
		if err == nil {
			return nil
		}
		e.diag, e.census, e.knowsUDP = nil, nil, false
	}
	if e.diagAgain.Before(time.Now()) {
		e.diagAgain = time.Now().Add(diagAgain)
	}
	rows, err := readProcNet("/proc/net/", e.now[:0])
	e.now = e.listeners(rows)
	return err
}

// ask asks through the diag.
func (e *eyes) ask() error {
	rows, err := e.diag.tcp(e.now[:0])
	if err != nil {
		return err
	}
	// Counted before it is listed, what comes in between is noticed the next time.
	if e.census == nil || e.census.differs() || !e.knowsUDP {
		if e.udp, err = e.diag.udp(e.udp[:0]); err != nil {
			return err
		}
		e.knowsUDP = true
	}
	e.now = e.listeners(append(rows, e.udp...))
	return nil
}

// listeners leaves the rows that are listeners. UDP sockets of the ephemeral range are clients, as far as can be
// told.
func (e *eyes) listeners(rows []row) []row {
	return slices.DeleteFunc(rows, func(r row) bool {
		port := int(r.local.Port())
		return port == 0 || r.protocol == unix.IPPROTO_UDP && within(port, e.ephemeral)
	})
}

// look returns what listens, one for each socket, in no order. The listeners are told in any case; when ctx ends,
// late is set and owners may be missing that another look will find. What is returned is good until the next look.
func (e *eyes) look(ctx context.Context, facts Facts) (found []Listener, late bool, err error) {
	asked := e.asked && facts.Ephemeral == e.ephemeral
	e.ephemeral, e.asked = facts.Ephemeral, false
	if !asked {
		e.knowsUDP = false // now and then: a socket with a peer may let go of it, and the other way round
		if err := e.read(); err != nil {
			return nil, false, fmt.Errorf("read the table of sockets: %w", err)
		}
	}
	fresh := e.meet()
	if time.Since(e.refreshed) > refreshEvery {
		e.refresh(ctx)
		fresh = e.meet()
	}
	late = !e.learn(ctx, fresh)
	e.seen = append(e.seen[:0], e.now...)
	e.found = e.found[:0]
	for _, r := range e.now {
		l := Listener{Addr: r.local.Addr(), Port: int(r.local.Port()), V6Only: e.leavesIPv4(r)}
		if r.protocol == unix.IPPROTO_UDP {
			l.Protocol = claim.UDP
		}
		if h := e.table[r.cookie]; h != nil {
			l.Owner = h.owner
		} else {
			l.Pending, late = true, true
		}
		e.found = append(e.found, l)
	}
	return e.found, late, nil
}

// leavesIPv4 reports whether a socket on the IPv6 wildcard certainly leaves IPv4 alone. /proc/net does not tell.
func (e *eyes) leavesIPv4(r row) bool {
	if r.local.Addr() != netip.IPv6Unspecified() || r.v6only == both {
		return false
	}
	p := claim.TCP
	if r.protocol == unix.IPPROTO_UDP {
		p = claim.UDP
	}
	return r.v6only == alone || leavesIPv4(int(r.local.Port()), p)
}

// meet returns the sockets that the table does not have, and drops from it those that are gone.
func (e *eyes) meet() (fresh []row) {
	e.looks++
	known := 0
	for i := range e.now {
		switch h := e.table[e.now[i].cookie]; {
		case h == nil:
			fresh = append(fresh, e.now[i])
		case h.seen != e.looks:
			h.seen = e.looks
			known++
		}
	}
	if known < len(e.table) {
		maps.DeleteFunc(e.table, func(_ uint64, h *holding) bool { return h.seen != e.looks })
	}
	return fresh
}

// learn finds out whose the sockets are that the table does not have. It returns false when it should be called
// again: ctx ended before it was done, a process did, or the rest takes a search for which nobody should wait.
func (e *eyes) learn(ctx context.Context, fresh []row) bool {
	if len(fresh) == 0 {
		e.deep = false
		return true
	}
	holders, stopped := e.search(ctx, fresh)
	e.deep = stopped
	if stopped || ctx.Err() != nil { // what was not found was not looked for everywhere
		fresh = slices.DeleteFunc(fresh, func(r row) bool { return holders[r.inode].pid == 0 })
		e.add(ctx, fresh, holders)
		return false
	}
	if len(holders) < len(fresh) {
		e.noteWalk()
		fresh = slices.DeleteFunc(fresh, func(r row) bool { return !slices.Contains(e.now, r) }) // gone meanwhile
	}
	return e.add(ctx, fresh, holders)
}

// search returns who holds sockets; see [walk.everywhere].
func (e *eyes) search(ctx context.Context, sockets []row) (holders map[uint64]holder, stopped bool) {
	holders = e.walk.likely(ctx, sockets, e.pids)
	if len(holders) == len(sockets) || ctx.Err() != nil {
		return holders, false
	}
	// Many a listener, a test's for one, is gone by now; the whole machine is not looked through for those.
	if e.read() == nil {
		alive := map[uint64]bool{}
		for _, r := range e.now {
			alive[r.inode] = true
		}
		e.walk.drop(func(inode uint64) bool { return !alive[inode] })
	}
	return e.walk.everywhere(ctx, e.deep)
}

// add puts sockets into the table, with their owners. It returns false when an owner could not be asked.
func (e *eyes) add(ctx context.Context, rows []row, holders map[uint64]holder) (all bool) {
	family := newFamily(e.owners.above)
	eldest(holders, family)
	var pids []int
	for _, h := range holders {
		pids = append(pids, h.pid)
	}
	held := func(identity) bool { return true } // asked below: a socket has its number as long as somebody has it open
	owners := e.owners.find(ctx, pids, family, held)
	all = true
	for _, r := range rows {
		h := &holding{row: r, holder: holders[r.inode]}
		h.owner = owners[h.holder.pid]
		switch {
		case h.holder.pid == 0:
			h.owner = e.groups.hidden(ctx, r)
		case h.owner == nil, !h.holder.holds(r.inode):
			// It ended, closed the socket or became another program, while it was asked about: the socket goes with it,
			// or somebody else has it.
			all = false
			continue
		}
		e.table[r.cookie] = h
	}
	return all
}

// pids returns the processes that are known to listen.
func (e *eyes) pids() []int {
	var pids []int
	for _, h := range e.table {
		if h.holder.pid != 0 {
			pids = append(pids, h.holder.pid)
		}
	}
	slices.Sort(pids)
	return slices.Compact(pids)
}
