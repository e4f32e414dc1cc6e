package machine

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

func TestLookSeesEveryKindOfListener(t *testing.T) {
	for _, tt := range []struct {
		network, address string
		addr             string
		reach            claim.Reach
	}{
		{"tcp4", "127.0.0.1", "127.0.0.1", claim.ReachOf("127.0.0.1")},
		{"tcp4", "0.0.0.0", "0.0.0.0", claim.ReachOf("0.0.0.0")},
		{"tcp6", "[::1]", "::1", claim.ReachOf("::1")},
		{"tcp", "[::]", "::", claim.ReachOf("::")},
		{"udp4", "127.0.0.1", "127.0.0.1", claim.ReachOf("127.0.0.1")},
		{"udp6", "[::1]", "::1", claim.ReachOf("::1")},
		{"udp", "[::]", "::", claim.ReachOf("::")},
	} {
		t.Run(tt.network+" "+tt.address, func(t *testing.T) {
			port, protocol := listen(t, tt.network, tt.address)
			found := look(t, New()).On(port, port)
			if len(found) != 1 {
				t.Fatalf("found %+v, want one listener on port %d", found, port)
			}
			l := found[0]
			if l.Addr != netip.MustParseAddr(tt.addr) || l.Port != port || l.Protocol != protocol || l.V6Only {
				t.Errorf("found %+v, want %s port %d", l, tt.addr, port)
			}
			if l.Reach() != tt.reach {
				t.Errorf("reach %v, want %v", l.Reach(), tt.reach)
			}
			if l.Owner == nil || l.Owner.PID != os.Getpid() {
				t.Errorf("owner %+v, want this process, %d", l.Owner, os.Getpid())
			}
		})
	}
}

// listen listens until the test ends, on a free port outside the ephemeral range: there, UDP is left out.
func listen(t *testing.T, network, address string) (port int, protocol claim.Protocol) {
	t.Helper()
	if strings.HasPrefix(network, "udp") {
		protocol = claim.UDP
	}
	port = freePort(t, protocol)
	at := address + ":" + itoa(port)
	if protocol == claim.UDP {
		c, err := net.ListenPacket(network, at)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return port, protocol
	}
	l, err := net.Listen(network, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return port, protocol
}

func TestLookTellsTheOwner(t *testing.T) {
	dir := t.TempDir()
	before := time.Now()
	c := startChild(t, dir, func(cmd *exec.Cmd) { cmd.Args = append(cmd.Args, "a b", "--port") })
	found := look(t, New()).On(c.port, c.port)
	if len(found) != 1 || found[0].Owner == nil {
		t.Fatalf("found %+v, want one listener with its owner", found)
	}
	o := found[0].Owner
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	if o.PID != c.cmd.Process.Pid {
		t.Errorf("pid %d, want %d", o.PID, c.cmd.Process.Pid)
	}
	if name := filepath.Base(c.cmd.Path); o.Name != name {
		t.Errorf("name %q, want %q", o.Name, name)
	}
	if want := strings.Join(c.cmd.Args, " "); o.Command != want {
		t.Errorf("command %q, want %q", o.Command, want)
	}
	if o.Dir != filepath.ToSlash(resolved) {
		t.Errorf("dir %q, want %q", o.Dir, resolved)
	}
	if o.User == "" {
		t.Error("no user")
	}
	// The kernel tells the time of boot and that of the start to the second, each cut.
	if o.Started.Before(before.Add(-3*time.Second)) || o.Started.After(time.Now().Add(time.Second)) {
		t.Errorf("started %v, want about %v", o.Started, before)
	}
}

func TestLookAfterTheListenerHasEnded(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	if found := look(t, m).On(c.port, c.port); len(found) != 1 {
		t.Fatalf("found %+v, want the child", found)
	}
	c.stop()
	if found := look(t, m).On(c.port, c.port); len(found) != 0 {
		t.Errorf("found %+v, want nobody", found)
	}
	if len(m.owners.known) > 0 {
		for id := range m.owners.known {
			if id.pid == c.cmd.Process.Pid {
				t.Error("an ended process is still remembered")
			}
		}
	}
}

func TestLookKeepsTheOwnerOfAProcess(t *testing.T) {
	m := New()
	port, _ := listen(t, "tcp4", "127.0.0.1")
	first := look(t, m).On(port, port)
	second := look(t, m).On(port, port)
	if len(first) != 1 || len(second) != 1 || first[0].Owner != second[0].Owner {
		t.Errorf("the owner of one process is %+v, then %+v", first, second)
	}
}

func TestLookIsSorted(t *testing.T) {
	listen(t, "tcp4", "127.0.0.1")
	listen(t, "udp4", "127.0.0.1")
	ls := look(t, New()).Listeners
	if len(ls) < 2 || !slices.IsSortedFunc(ls, func(a, b Listener) int {
		return slices.Compare([]int{a.Port, int(a.Protocol)}, []int{b.Port, int(b.Protocol)})
	}) {
		t.Errorf("not sorted: %+v", ls)
	}
}

func TestLookEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m := New()
	m.turn <- struct{}{} // another look hangs
	if p, err := m.Look(ctx); p != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Look = %v, %v, want context.Canceled", p, err)
	}
	if p, err := m.LookClosely(ctx); p != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("LookClosely = %v, %v, want context.Canceled", p, err)
	}
	<-m.turn
	if p, err := m.Look(ctx); p == nil && !errors.Is(err, context.Canceled) {
		t.Errorf("Look = %v, %v, want context.Canceled", p, err)
	}
	// The cancelled look has given its turn back, or will.
	look(t, m)
}

func TestLookByManyAtOnce(t *testing.T) {
	m := New()
	port, _ := listen(t, "tcp4", "127.0.0.1")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			p, err := m.Look(context.Background())
			if err != nil || len(p.On(port, port)) != 1 {
				t.Errorf("Look = %+v, %v", p, err)
			}
		})
	}
	all.Wait()
}

func TestFacts(t *testing.T) {
	f := readFacts()
	if f.OS != runtime.GOOS || f.Ephemeral[0] < 1 || f.Ephemeral[0] >= f.Ephemeral[1] {
		t.Errorf("facts %+v", f)
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if port := portOf(l.Addr()); !f.IsEphemeral(port) {
		t.Errorf("the system has just given out %d, which is not in its range %v", port, f.Ephemeral)
	}
}

func TestPictureOn(t *testing.T) {
	p := Picture{}
	for _, port := range []int{80, 443, 443, 8080} {
		p.Listeners = append(p.Listeners, Listener{Port: port})
	}
	for _, tt := range []struct{ first, last, want int }{
		{443, 443, 2}, {80, 443, 3}, {1, 65535, 4}, {81, 442, 0}, {9000, 9001, 0}, {443, 80, 0},
	} {
		if got := len(p.On(tt.first, tt.last)); got != tt.want {
			t.Errorf("On(%d, %d) has %d listeners, want %d", tt.first, tt.last, got, tt.want)
		}
	}
}
