package machine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/portclash/portclash/scanner/claim"
)

// listener returns what a machine shows on a child's port.
func (c child) listener(t *testing.T, m *Machine) Listener {
	t.Helper()
	found := look(t, m).On(c.port, c.port)
	if len(found) != 1 || found[0].Owner == nil {
		t.Fatalf("found %+v, want the child", found)
	}
	return found[0]
}

// signalled returns the signal that a child has ended by, 0 for none, after ending it where it has not.
func (c child) signalled() syscall.Signal {
	c.stop()
	if status := c.cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		return status.Signal()
	}
	return 0
}

// refused fails where an attempt to stop a child was not refused for the reason, or has ended it.
func (c child) refused(t *testing.T, err error, want Reason) {
	t.Helper()
	refusal, ok := errors.AsType[*Refusal](err)
	if !ok || refusal.Reason != want {
		t.Errorf("error %v, want a refusal for the reason %d", err, want)
	}
	if got := c.signalled(); got != 0 {
		t.Errorf("it was refused, and the process got %v", got)
	}
}

// apart gives a child a session of its own, as a terminal does.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

func TestStop(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	other := startChild(t, t.TempDir(), nil)
	stopped, err := m.Stop(t.Context(), c.listener(t, m), 0, nil)
	if err != nil || stopped != (Stopped{Ending: Ended}) {
		t.Errorf("Stop = %+v, %v, want it ended", stopped, err)
	}
	if got := c.signalled(); got != unix.SIGTERM {
		t.Errorf("the process has ended by %v, want SIGTERM", got)
	}
	if got := other.signalled(); got != 0 {
		t.Errorf("another process was sent %v", got)
	}
}

// A program that does not end when it is asked to is left alone.
func TestStopIsNeverByForce(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	c.order(t, "endure", "done")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if said, err := c.out.ReadString('\n'); err != nil || said != "asked to end\n" {
			t.Errorf("the child says %q, %v", said, err)
		}
		cancel() // the time is over
	}()
	stopped, err := m.Stop(ctx, c.listener(t, m), 0, nil)
	if err != nil || stopped != (Stopped{Ending: Lingering}) {
		t.Errorf("Stop = %+v, %v, want it lingering", stopped, err)
	}
	if got := c.signalled(); got != 0 {
		t.Errorf("the process has ended by %v", got)
	}
}

// What is gone needs no stopping, and what has come in its place is not stopped instead.
func TestStopAfterItHasEnded(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	l := c.listener(t, m)
	c.stop()
	if stopped, err := m.Stop(t.Context(), l, 0, nil); err != nil || stopped != (Stopped{Ending: Absent}) {
		t.Errorf("Stop = %+v, %v, want nobody there", stopped, err)
	}
	next := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "PORTCLASH_TEST_LISTEN="+l.Endpoint().String())
	})
	_, err := m.Stop(t.Context(), l, 0, nil)
	next.refused(t, err, Changed)
}

// Who is asked sees what is there now, and what happens while they think about it is minded.
func TestStopAsks(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	l := c.listener(t, m)
	for _, tt := range []struct {
		name   string
		answer func() (bool, error)
		want   Stopped
		err    error
	}{
		{"cannot be asked", func() (bool, error) { return true, os.ErrClosed }, Stopped{Ending: Declined}, os.ErrClosed},
		{"says no", func() (bool, error) { return false, nil }, Stopped{Ending: Declined}, nil},
		{"ended meanwhile", func() (bool, error) { return c.signalled() == 0, nil }, Stopped{Ending: Absent}, nil},
	} {
		var asked Listener
		stopped, err := m.Stop(t.Context(), l, 0, func(_ context.Context, l Listener) (bool, error) {
			asked = l
			return tt.answer()
		})
		if stopped != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: Stop = %+v, %v, want %+v, %v", tt.name, stopped, err, tt.want, tt.err)
		}
		if asked.Owner == nil || asked.Owner.PID != c.cmd.Process.Pid {
			t.Errorf("%s: asked about %+v", tt.name, asked)
		}
	}
}

// A process that has got the number of the one that was meant is left alone, at each of the places where that can come
// out.
func TestStopAfterTheNumberWasGivenAnew(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	l := c.listener(t, m)
	g, err := seize(c.cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	defer g.release()
	c.stop()
	next := startNumbered(t, l)
	if pid := next.listener(t, m).Owner.PID; pid != l.Owner.PID {
		t.Fatalf("the number is %d, want %d again", pid, l.Owner.PID)
	}
	if err := g.terminate(); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the signal went out: %v", err)
	}
	if ending, err := stopProcess(t.Context(), l); ending != Absent || err != nil {
		t.Errorf("stopProcess = %v, %v, want it absent", ending, err)
	}
	_, err = m.Stop(t.Context(), l, 0, nil)
	next.refused(t, err, Changed)
}

// startNumbered starts a child on the address and with the number of one that has ended.
func startNumbered(t *testing.T, l Listener) child {
	t.Helper()
	const last = "/proc/sys/kernel/ns_last_pid"
	for range 200 {
		err := os.WriteFile(last, fmt.Append(nil, l.Owner.PID-1), 0)
		require(t, err == nil, "only root may choose the next process's number")
		c := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
			cmd.Env = append(cmd.Env, "PORTCLASH_TEST_LISTEN="+l.Endpoint().String())
		})
		if c.cmd.Process.Pid == l.Owner.PID {
			return c
		}
		c.stop() // somebody else was faster
	}
	t.Fatal("the number is taken")
	return child{}
}

// A process that has let go of the port is not the one that listens.
func TestStopAfterItHasStoppedListening(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	l := c.listener(t, m)
	l.Port = freePort(t, claim.TCP)
	_, err := stopProcess(t.Context(), l)
	c.refused(t, err, Changed)
}

// Whoever listens on after the process has ended is told.
func TestStopTellsOfTheHeir(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	c.order(t, "share", "done")
	stopped, err := m.Stop(t.Context(), c.listener(t, m), 0, nil)
	if err != nil || stopped.Ending != Ended || stopped.Heir == nil || stopped.Heir.Owner.PID == c.cmd.Process.Pid {
		t.Errorf("Stop = %+v, %v, want it ended and its child in its place", stopped, err)
	}
	c.stop()
}

func TestStopPortclashItself(t *testing.T) {
	m := New()
	port, _ := listen(t, "tcp4", "127.0.0.1")
	_, err := m.Stop(t.Context(), look(t, m).On(port, port)[0], 0, nil)
	if refusal, ok := errors.AsType[*Refusal](err); !ok || refusal.Reason != Itself {
		t.Errorf("error %v, want a refusal", err)
	}
}

// What Portclash runs under would take it along.
func TestStopAnAncestor(t *testing.T) {
	c := startChild(t, t.TempDir(), apart)
	c.order(t, "be-stopped", fmt.Sprint(Itself, " ", filepath.Base(c.cmd.Path), " (pid ", c.cmd.Process.Pid, ") runs Portclash, which would end with it"))
	if got := c.signalled(); got != 0 {
		t.Errorf("the ancestor got %v", got)
	}
}

func TestStopInit(t *testing.T) {
	require(t, os.Geteuid() == 0, "only root can do that")
	c := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Args = []string{"sh", "-c", `mount -t proc proc /proc && exec "$0"`, cmd.Path}
		cmd.Path = "/bin/sh"
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID | unix.CLONE_NEWNS}
	})
	c.order(t, "be-stopped", fmt.Sprint(Init, " init (pid 1) is never stopped"))
	if got := c.signalled(); got != 0 {
		t.Errorf("init got %v", got)
	}
}

// The editor, and what it has started for itself, are left alone; what runs in its terminals is not.
func TestStopTheEditor(t *testing.T) {
	m := New()
	c := startChild(t, t.TempDir(), nil)
	_, err := m.Stop(t.Context(), c.listener(t, m), c.cmd.Process.Pid, nil)
	c.refused(t, err, Editor)

	c = startChild(t, t.TempDir(), func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, "PORTCLASH_TEST_SPAWN=1") })
	_, err = m.Stop(t.Context(), c.listener(t, m), c.cmd.Process.Pid, nil)
	c.refused(t, err, Editor)

	inTerminal := startChild(t, t.TempDir(), apart)
	if stopped, err := m.Stop(t.Context(), inTerminal.listener(t, m), os.Getpid(), nil); err != nil || stopped.Ending != Ended {
		t.Errorf("Stop = %+v, %v, want it ended", stopped, err)
	}
}

func TestStopAnotherUsers(t *testing.T) {
	require(t, os.Geteuid() == 0, "only root can do that")
	program := publicCopy(t)
	m := New()
	c := startChild(t, "/", func(cmd *exec.Cmd) {
		cmd.Path = program
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	})
	_, err := m.Stop(t.Context(), c.listener(t, m), 0, nil)
	c.refused(t, err, Foreign)

	c = startChild(t, "/", nil)
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_STOP=127.0.0.1:"+itoa(c.port))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	if want := fmt.Sprint(Foreign, " 127.0.0.1:", c.port, " is held by another user's process (root)\n"); err != nil || string(out) != want {
		t.Errorf("nobody is told %q, %v, want %q", out, err, want)
	}
	if got := c.signalled(); got != 0 {
		t.Errorf("root's process got %v", got)
	}
}

// startNamed starts a child whose program has the name.
func startNamed(t *testing.T, name string) child {
	t.Helper()
	program := filepath.Join(filepath.Dir(publicCopy(t)), name)
	if err := os.Rename(filepath.Join(filepath.Dir(program), "machine.test"), program); err != nil {
		t.Fatal(err)
	}
	return startChild(t, t.TempDir(), func(cmd *exec.Cmd) { cmd.Path = program })
}

// A container engine's helper is left alone where its container is not told.
func TestStopAHelper(t *testing.T) {
	noEngines(t)
	m := New()
	for _, name := range []string{"docker-proxy", "rootlesskit", "dockerd", "conmon", "code"} {
		want := Engine
		if name == "code" {
			want = Editor
		}
		c := startNamed(t, name)
		_, err := m.Stop(t.Context(), c.listener(t, m), 0, nil)
		c.refused(t, err, want)
	}
}

// A container is stopped by its engine, and its helper not touched otherwise.
func TestStopAContainer(t *testing.T) {
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		ends    bool // the engine ends the helper
		want    Stopped
		failure string
	}{
		{"stops", 204, "", true, Stopped{Ending: Ended}, ""},
		{"was stopped", 304, "", true, Stopped{Ending: Absent}, ""},
		{"was removed", 404, `{"message":"No such container: ab"}`, true, Stopped{Ending: Absent}, ""},
		{"cannot", 500, `{"message":"cannot kill container"}`, false, Stopped{Ending: Declined}, "says cannot kill container"},
		{"says nothing", 500, "", false, Stopped{Ending: Declined}, "says 500 Internal Server Error"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			noEngines(t)
			c := startNamed(t, "docker-proxy")
			asked := make(chan string, 1)
			list := fmt.Sprintf(`[{"Id":"ab","Names":["/db"],"Ports":[{"IP":"127.0.0.1","PublicPort":%d,"Type":"tcp"}]}]`, c.port)
			t.Setenv("DOCKER_HOST", "unix://"+engine(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					lists("Docker/28", list)(w, r)
					return
				}
				asked <- r.Method + " " + r.URL.String()
				if tt.ends {
					c.stop()
				}
				w.WriteHeader(tt.status)
				fmt.Fprint(w, tt.body)
			}))
			m := New()
			stopped, err := m.Stop(t.Context(), c.listener(t, m), 0, nil)
			if stopped != tt.want || (err == nil) != (tt.failure == "") || err != nil && !strings.Contains(err.Error(), tt.failure) {
				t.Errorf("Stop = %+v, %v, want %+v, %q", stopped, err, tt.want, tt.failure)
			}
			if got := <-asked; got != "POST /containers/ab/stop" {
				t.Errorf("the engine was asked to %s", got)
			}
			if got := c.signalled(); got != 0 {
				t.Errorf("the helper got %v", got)
			}
		})
	}
}

// The engine is asked again before it stops anything: the port may lead into another container by now.
func TestStopAContainerThatHasChanged(t *testing.T) {
	noEngines(t)
	c := startNamed(t, "docker-proxy")
	id := "ab"
	t.Setenv("DOCKER_HOST", "unix://"+engine(t, func(w http.ResponseWriter, r *http.Request) {
		lists("Docker/28", fmt.Sprintf(`[{"Id":%q,"Ports":[{"IP":"127.0.0.1","PublicPort":%d,"Type":"tcp"}]}]`, id, c.port))(w, r)
	}))
	m := New()
	l := c.listener(t, m)
	id = "cd"
	_, err := m.Stop(t.Context(), l, 0, nil)
	c.refused(t, err, Changed)
}

// An engine that hangs keeps nobody waiting after the caller has gone.
func TestStopAContainerOfAHangingEngine(t *testing.T) {
	noEngines(t)
	c := startNamed(t, "docker-proxy")
	ctx, cancel := context.WithCancel(t.Context())
	released := make(chan struct{})
	t.Setenv("DOCKER_HOST", "unix://"+engine(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			cancel()
			<-released
			return
		}
		lists("Docker/28", fmt.Sprintf(`[{"Id":"ab","Ports":[{"IP":"127.0.0.1","PublicPort":%d,"Type":"tcp"}]}]`, c.port))(w, r)
	}))
	defer close(released)
	m := New()
	if stopped, err := m.Stop(ctx, c.listener(t, m), 0, nil); err != nil || stopped.Ending != Lingering {
		t.Errorf("Stop = %+v, %v, want it lingering", stopped, err)
	}
}

func TestAskerInAContainer(t *testing.T) {
	a := asker{containers: []string{"ab"}}
	if r := a.refusal(&Owner{Container: &Container{ID: "ab", Name: "dev"}}); r == nil || r.Reason != Itself {
		t.Errorf("refusal %v, want it", r)
	}
	if r := a.refusal(&Owner{Container: &Container{ID: "cd"}}); r != nil {
		t.Errorf("refusal %v of another container", r)
	}
}

// A socket is found in the process that has it open, and in no other.
func TestHasListener(t *testing.T) {
	for _, network := range []string{"tcp4", "tcp6", "udp4"} {
		address := "127.0.0.1"
		if network == "tcp6" {
			address = "[::]"
		}
		port, protocol := listen(t, network, address)
		l := look(t, New()).On(port, port)[0]
		if l.Protocol != protocol {
			t.Fatalf("found %+v", l)
		}
		for pid, want := range map[int]bool{os.Getpid(): true, os.Getppid(): false, 1: false} {
			if got, err := hasListener(t.Context(), pid, l); err != nil || got != want {
				t.Errorf("%s in %d: %v, %v, want %v", network, pid, got, err, want)
			}
		}
	}
}
