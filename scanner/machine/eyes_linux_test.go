package machine

import (
	"net"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	// exec replaces the program by a shell that says "hello", and leaves the listener to it.
	orders["exec"] = func(l net.Listener, _ string) {
		f, err := l.(*net.TCPListener).File()
		if err != nil {
			panic(err)
		}
		if _, err := unix.FcntlInt(f.Fd(), unix.F_SETFD, 0); err != nil {
			panic(err)
		}
		panic(syscall.Exec("/bin/sh", []string{"sh", "-c", "echo hello; read line"}, nil))
	}
}

func ownerOn(t *testing.T, m *Machine, port int) *Owner {
	t.Helper()
	found := look(t, m).On(port, port)
	if len(found) != 1 || found[0].Owner.Hidden() {
		t.Fatalf("found %+v, want one listener with its owner", found)
	}
	return found[0].Owner
}

// later is what the passing of time does: the processes are looked at again.
func (m *Machine) later() { m.due, m.eyes.refreshed = time.Time{}, time.Time{} }

func TestAnUnchangedLookCostsNothing(t *testing.T) {
	m := New()
	first := look(t, m)
	if second := look(t, m); second != first && second.shows(first) {
		t.Error("the picture of an unchanged machine is another one")
	}
	look(t, m)
	if n := testing.AllocsPerRun(100, func() { m.glance(t.Context()) }); n != 0 {
		t.Errorf("%v allocations for a look at what is known", n)
	}
}

func TestLookAgainAtAProcessThatMovesOn(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	before := ownerOn(t, m, c.port)
	other := t.TempDir()
	c.order(t, "cd "+other, "done")
	m.later()
	if moved := ownerOn(t, m, c.port); moved.Dir != other || before.Dir == other {
		t.Errorf("after it went to %q the owner is in %q", other, moved.Dir)
	}
}

func TestLookAgainAtAProcessThatBecomesAnother(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	before := ownerOn(t, m, c.port)
	c.order(t, "exec", "hello")
	m.later()
	after := ownerOn(t, m, c.port)
	if after.Name != "sh" || after.PID != before.PID || !after.Started.Equal(before.Started) {
		t.Errorf("the owner is %+v, then %+v", before, after)
	}
	m.later()
	if again := ownerOn(t, m, c.port); again != after {
		t.Error("an owner that did not change is another one")
	}
}

// Of a process's sockets one is asked about at a time, whichever comes first, and all where that one is let go.
func TestLookAgainAtSocketsThatAreLetGo(t *testing.T) {
	m := New()
	first, _ := listen(t, "tcp4", "127.0.0.1")
	second, _ := listen(t, "tcp4", "127.0.0.1")
	look(t, m)
	letGo := func(ports ...int) {
		for _, h := range m.eyes.table {
			if slices.Contains(ports, int(h.local.Port())) {
				h.holder.fd += 10_000
			}
		}
	}
	wrong := func() (n int) {
		m.later()
		look(t, m)
		for _, h := range m.eyes.table {
			if h.holder.fd >= 10_000 {
				n++
			}
		}
		return n
	}
	letGo(first, second)
	if n := wrong(); n != 0 {
		t.Errorf("of two sockets that were let go %d are as before", n)
	}
	letGo(second)
	looks := 1
	for wrong() != 0 {
		if looks++; looks > 100 {
			t.Fatal("a socket that was let go is never asked about")
		}
	}
}

// A process may end between the look at the sockets and the one at it.
func TestAProcessThatEndsWhileLookedAt(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	look(t, m)
	var its row
	for _, r := range m.eyes.now {
		if int(r.local.Port()) == c.port {
			its = r
		}
	}
	c.stop()
	delete(m.eyes.table, its.cookie)
	if all := m.eyes.add(t.Context(), []row{its}, map[uint64]holder{its.inode: {c.cmd.Process.Pid, 3}}); all {
		t.Error("nothing is left to find out")
	}
	if h := m.eyes.table[its.cookie]; h != nil {
		t.Errorf("an ended process holds %+v", h)
	}
}

// Tests open and close listeners all the time: the machine is not looked through for one that is gone.
func TestAListenerThatIsGoneIsNotSearchedEverywhere(t *testing.T) {
	m := New()
	look(t, m)
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.eyes.read(); err != nil {
		t.Fatal(err)
	}
	its := m.eyes.now[slices.IndexFunc(m.eyes.now, func(r row) bool { return int(r.local.Port()) == portOf(l.Addr()) })]
	l.Close()
	if holders, _ := m.eyes.search(t.Context(), []row{its}); len(holders) != 0 {
		t.Errorf("a socket that is gone is held by %v", holders)
	}
	if n := len(m.eyes.walk.read); n > newest+len(m.eyes.pids()) {
		t.Errorf("looked into %d processes", n)
	}
}

// A process that gets the number of one that has ended is not that one.
func TestANumberThatIsUsedAgain(t *testing.T) {
	c := startChild(t, t.TempDir(), nil)
	pid := c.cmd.Process.Pid
	now, ok := identify(pid)
	if !ok {
		t.Fatal("the child is not there")
	}
	o := newOwners(os.Getpid())
	old := &Owner{PID: pid, Name: "old"}
	o.known[identity{pid, now.start - 1}] = old
	if found := o.find(t.Context(), []int{pid}, newFamily(nil), identity.runs)[pid]; found == nil || found == old {
		t.Errorf("the owner is %+v", found)
	}
}

// What was read of a process may be of the next one with its number where it has ended by the end.
func TestAProcessThatEndsWhileItIsAskedAbout(t *testing.T) {
	c := startChild(t, t.TempDir(), nil)
	pid := c.cmd.Process.Pid
	o := newOwners(os.Getpid())
	ended := func(id identity) bool {
		c.stop()
		return id.runs()
	}
	if found := o.find(t.Context(), []int{pid}, newFamily(nil), ended); len(found) > 0 || len(o.known) > 0 {
		t.Errorf("found %v, remembered %v", found, o.known)
	}
}

func TestFiveThousandListeners(t *testing.T) {
	const many = 5000
	ports := map[int]bool{}
	for range many {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		ports[portOf(l.Addr())] = true
	}
	p, err := New().LookClosely(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, l := range p.Listeners {
		if ports[l.Port] && l.Owner != nil && l.Owner.PID == os.Getpid() {
			seen++
		}
	}
	if seen != many {
		t.Errorf("seen %d of %d listeners with their owner", seen, many)
	}
}

// What is not told is looked for again among new processes only, and everywhere after a long time.
func TestAnOwnerThatWasNotFound(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	look(t, m)
	pid := c.cmd.Process.Pid
	lose := func() {
		for _, h := range m.eyes.table {
			if int(h.local.Port()) == c.port {
				h.holder, h.owner = holder{}, &Owner{User: "root"}
			}
		}
	}
	known := func() bool {
		m.later()
		found := look(t, m).On(c.port, c.port)
		return len(found) == 1 && !found[0].Owner.Hidden()
	}
	walked := func() {
		_, m.eyes.walk.listed = bornSince(nil)
		m.eyes.noteWalk()
	}
	walked()
	lose()
	if known() {
		t.Error("found in a process that was looked through already")
	}
	m.eyes.walked, m.eyes.lastBorn = slices.DeleteFunc(m.eyes.walked, func(p int) bool { return p == pid }), pid-1
	if !known() {
		t.Error("not found in a process that is new")
	}
	walked()
	lose()
	m.eyes.walkedAt = time.Now().Add(-searchAgain - time.Second)
	if !known() {
		t.Error("not found after all were looked through again")
	}
}
