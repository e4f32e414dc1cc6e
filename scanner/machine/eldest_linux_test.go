package machine

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

func init() {
	// a worker that is given the socket has it under another number
	orders["pass"] = func(l net.Listener, _ string) { leave(l, keeping(os.Args[0]), 20) }
	// another program inherits the socket
	orders["leak"] = func(l net.Listener, name string) { leave(l, keeping("./"+name), 0) }
	// another program inherits it from a shell that has inherited it
	orders["command"] = func(l net.Listener, _ string) { leave(l, keeping("sh", "-c", "./other; :"), 0) }
	// another program inherits it and begins a session of its own
	orders["detach"] = func(l net.Listener, _ string) {
		cmd := keeping("./other")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		leave(l, cmd, 0)
	}
}

// A person names the server, not its workers nor what it has started; and what listens, not what has opened the socket
// for it.
func TestTheOwnerOfASharedSocket(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, order, owner string }{
		{"server", "share", "server"},
		{"server", "pass", "server"},
		{"server", "leak other", "server"},
		{"server", "command", "server"},
		{"server", "detach", "other"},
		{"systemd", "leak other", "other"},
		{"systemd", "command", "other"},
		{"just", "leak other", "other"},
		{"bash", "leak other", "other"},
		{"dockerd", "leak docker-proxy", "docker-proxy"},
	} {
		t.Run(tt.name+" "+tt.order, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{tt.name, "other", "docker-proxy"} {
				if err := os.Symlink(self, filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
			c := startChild(t, dir, func(cmd *exec.Cmd) {
				cmd.Path = filepath.Join(dir, tt.name)
				cmd.Args = []string{cmd.Path}
			})
			c.order(t, tt.order, "done")
			if o := ownerOn(t, New(), c.port); o.Name != tt.owner || tt.owner == tt.name && o.PID != c.cmd.Process.Pid {
				t.Errorf("the owner is %s, pid %d; want %s; what has opened it is %d", o.Name, o.PID, tt.owner, c.cmd.Process.Pid)
			}
		})
	}
}

// What a process has just started has its sockets, until that becomes another program, between the walk and the look at it.
func TestTheOwnerWhereTheHolderHasBecomeAnother(t *testing.T) {
	for _, setsid := range []bool{false, true} {
		m := New()
		port, _ := listen(t, "tcp4", "127.0.0.1")
		if o := ownerOn(t, m, port); o.PID != os.Getpid() {
			t.Fatalf("the owner is %+v, want this process", o)
		}
		r := m.eyes.now[slices.IndexFunc(m.eyes.now, func(r row) bool { return int(r.local.Port()) == port })]
		fd := m.eyes.table[r.cookie].holder.fd
		cmd := exec.Command("cat")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: setsid}
		if _, err := cmd.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
		delete(m.eyes.table, r.cookie)
		all := m.eyes.add(t.Context(), []row{r}, map[uint64]holder{r.inode: {cmd.Process.Pid, fd}})
		if h := m.eyes.table[r.cookie]; all == setsid || setsid != (h == nil) || h != nil && h.owner.PID != os.Getpid() {
			t.Errorf("in a session of its own %v: held by %+v; all are known: %v", setsid, h, all)
		}
		m.later()
		if o := ownerOn(t, m, port); o.PID != os.Getpid() {
			t.Errorf("at the next look the owner is %+v", o)
		}
	}
}
