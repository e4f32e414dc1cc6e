package machine

import (
	"cmp"
	"errors"
	"net/netip"
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// answerOf is what the kernel answers to a question about listening sockets.
func answerOf(t testing.TB, d *diag, request []byte) []byte {
	t.Helper()
	if _, err := unix.Write(d.fd, slices.Clone(request)); err != nil {
		t.Fatal(err)
	}
	n, err := unix.Read(d.fd, d.buf)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(d.buf[:n])
}

// The kernel's two ways to tell say the same of every listening socket.
func TestDiagAgreesWithProcNet(t *testing.T) {
	listen(t, "tcp4", "127.0.0.1")
	listen(t, "tcp6", "[::1]")
	listen(t, "tcp", "[::]")
	listen(t, "udp4", "0.0.0.0")
	d, err := newDiag()
	if err != nil {
		t.Fatal(err)
	}
	mine := func(rows []row) []row {
		rows = slices.DeleteFunc(rows, func(r row) bool { return int(r.uid) != os.Geteuid() || r.local.Port() >= 32768 })
		for i := range rows { // what /proc/net does not tell
			rows[i].cookie, rows[i].cgroup, rows[i].v6only, rows[i].peer = 0, 0, 0, netip.AddrPort{}
		}
		slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.inode, b.inode) })
		return rows
	}
	tell := func() (fromDiag, fromProc []row) {
		rows, err := d.tcp(nil)
		if err == nil {
			rows, err = d.udp(rows)
		}
		if err != nil {
			t.Fatal(err)
		}
		fromDiag = mine(rows)
		if rows, err = readProcNet("/proc/net/", nil); err != nil {
			t.Fatal(err)
		}
		return fromDiag, mine(rows)
	}
	for range 20 { // other tests' sockets come and go
		fromDiag, fromProc := tell()
		if len(fromDiag) >= 4 && slices.Equal(fromDiag, fromProc) {
			return
		}
	}
	fromDiag, fromProc := tell()
	t.Errorf("sock_diag tells\n%v\nand /proc/net\n%v", fromDiag, fromProc)
}

func TestParseDiag(t *testing.T) {
	d, err := newDiag()
	if err != nil {
		t.Fatal(err)
	}
	port, _ := listen(t, "tcp6", "[::]")
	b := answerOf(t, d, d.oldRequest(1<<stateListen))
	ours := func(r row) bool { return int(r.local.Port()) == port }
	a := parseDiag(b, d.seq, unix.IPPROTO_TCP, nil)
	for a.err == nil && !a.done && !slices.ContainsFunc(a.rows, ours) { // many listeners take several messages
		n, err := unix.Read(d.fd, d.buf)
		if err != nil {
			t.Fatal(err)
		}
		b = slices.Clone(d.buf[:n])
		a = parseDiag(b, d.seq, unix.IPPROTO_TCP, nil)
	}
	i := slices.IndexFunc(a.rows, ours)
	if a.err != nil || i < 0 {
		t.Fatalf("parsed %+v, want port %d", a, port)
	}
	if r := a.rows[i]; r.v6only != alone || r.state != stateListen || r.inode == 0 || r.cookie == 0 || int(r.uid) != os.Geteuid() {
		t.Errorf("parsed %+v", r)
	}
	if other := parseDiag(b, d.seq+1, unix.IPPROTO_TCP, nil); len(other.rows) > 0 || other.done {
		t.Errorf("an answer to another question is taken for this one: %+v", other)
	}

	failed := make([]byte, 36)
	copy(failed, b[:16])
	failed[0], failed[1], failed[4], failed[5] = 36, 0, unix.NLMSG_ERROR, 0
	code := -int32(unix.ENOENT)
	copy(failed[16:], []byte{byte(code), byte(code >> 8), byte(code >> 16), byte(code >> 24)})
	if a := parseDiag(failed, d.seq, unix.IPPROTO_TCP, nil); !a.done || !errors.Is(a.err, unix.ENOENT) {
		t.Errorf("a refusal is %+v", a)
	}
	disturbed := slices.Clone(b)
	disturbed[6] |= unix.NLM_F_DUMP_INTR
	if a := parseDiag(disturbed, d.seq, unix.IPPROTO_TCP, nil); !a.disturbed {
		t.Error("an answer that was disturbed is taken for whole")
	}
}

func FuzzParseDiag(f *testing.F) {
	d, err := newDiag()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(answerOf(f, d, d.oldRequest(1<<stateListen)), d.seq)
	f.Add([]byte{1, 0, 0, 0}, uint32(0))
	f.Fuzz(func(t *testing.T, b []byte, seq uint32) {
		for _, r := range parseDiag(b, seq, unix.IPPROTO_TCP, nil).rows {
			if !r.local.IsValid() || r.local.Addr().Is4In6() {
				t.Errorf("%v", r)
			}
		}
	})
}

// A kernel that has no sock_diag is looked at through /proc/net.
func TestLookWithoutDiag(t *testing.T) {
	m := New()
	look(t, m)
	port, _ := listen(t, "tcp6", "[::]")
	refused, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(refused)
	m.eyes.diag = &diag{fd: refused, buf: m.eyes.diag.buf} // no question can be written to it
	found := look(t, m).On(port, port)
	if len(found) != 1 || !found[0].V6Only || found[0].Owner.Hidden() || found[0].Owner.PID != os.Getpid() {
		t.Errorf("found %+v, want this process's listener", found)
	}
}
