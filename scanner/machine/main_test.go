package machine

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// TestMain is also the program that tests start as another process: with PORTCLASH_TEST_LISTEN it listens on that
// address, says where on its standard output, and ends when its standard input does. With PORTCLASH_TEST_SPAWN it
// leaves that to a child of its own.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv("PORTCLASH_TEST_SPAWN") != "":
		os.Unsetenv("PORTCLASH_TEST_SPAWN")
		cmd := exec.Command(os.Args[0])
		cmd.Stdin, cmd.Stdout = os.Stdin, os.Stdout
		if err := cmd.Run(); err != nil {
			panic(err)
		}
	case os.Getenv("PORTCLASH_TEST_LISTEN") != "":
		l, err := net.Listen("tcp", os.Getenv("PORTCLASH_TEST_LISTEN"))
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(os.Stdout, portOf(l.Addr()))
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			verb, what, _ := strings.Cut(in.Text(), " ")
			orders[verb](l, what)
			fmt.Fprintln(os.Stdout, "done")
		}
	case os.Getenv("PORTCLASH_TEST_LOOK") != "":
		printLook()
	case os.Getenv("PORTCLASH_TEST_HOLD") != "":
		fmt.Fprintln(os.Stdout, "done")
		_, _ = io.Copy(io.Discard, os.Stdin)
	case os.Getenv("PORTCLASH_TEST_STOP") != "":
		printStop(os.Getenv("PORTCLASH_TEST_STOP"))
	default:
		m.Run()
	}
}

// orders are what such a program can be told to do, by the first word of a line.
var orders = map[string]func(l net.Listener, what string){
	"cd": func(_ net.Listener, dir string) {
		if err := os.Chdir(dir); err != nil {
			panic(err)
		}
	},
	// a child of the program tries to stop the program
	"be-stopped": func(l net.Listener, _ string) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "PORTCLASH_TEST_LISTEN=", "PORTCLASH_TEST_STOP="+l.Addr().String())
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			panic(err)
		}
	},
	// SIGTERM is only told of
	"endure": func(net.Listener, string) {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM)
		go func() {
			<-signals
			fmt.Fprintln(os.Stdout, "asked to end")
		}()
	},
	// another process of the program keeps the socket open until its standard input ends, which is the program's
	"share": func(l net.Listener, _ string) {
		leave(l, keeping(os.Args[0]), 0)
	},
}

// keeping returns a command in which the test program only holds what it inherits.
func keeping(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_LISTEN=", "PORTCLASH_TEST_HOLD=1")
	return cmd
}

// leave starts a process that has the listener open as well, under a number that is so much higher, and leaves it the
// rest of the input.
func leave(l net.Listener, cmd *exec.Cmd, higher uintptr) {
	var fd uintptr
	conn, err := l.(*net.TCPListener).SyscallConn()
	if err == nil {
		err = conn.Control(func(n uintptr) { fd = n })
	}
	if err != nil {
		panic(err)
	}
	cmd.Stdin, cmd.Stdout = os.Stdin, os.Stdout
	cmd.ExtraFiles = make([]*os.File, fd+higher-2) // without more, under the same number, as after a fork
	cmd.ExtraFiles[fd+higher-3] = os.NewFile(fd, "listener")
	if err := cmd.Run(); err != nil {
		panic(err)
	}
}

// printStop stops what listens at an address, and prints the reason why not.
func printStop(address string) {
	at := netip.MustParseAddrPort(address)
	m := New()
	p, err := m.LookClosely(context.Background())
	if err != nil {
		panic(err)
	}
	l := p.at(Listener{Addr: at.Addr(), Port: int(at.Port())})
	if l == nil {
		panic("nobody listens on " + address)
	}
	stopped, err := m.Stop(context.Background(), *l, 0, nil)
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		fmt.Fprintln(os.Stdout, refusal.Reason, refusal)
	} else {
		fmt.Fprintln(os.Stdout, stopped.Ending, err)
	}
}

// printLook prints the picture as JSON.
func printLook() {
	p, err := New().LookClosely(context.Background())
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(p)
	}
	if err != nil {
		panic(err)
	}
}

// A child is another process that listens.
type child struct {
	cmd  *exec.Cmd
	port int
	in   io.WriteCloser
	out  *bufio.Reader
	stop func() // ends it and waits until it has
}

// order tells a child to do something and waits until it says a word.
func (c child) order(t *testing.T, line, answer string) {
	t.Helper()
	fmt.Fprintln(c.in, line)
	if said, err := c.out.ReadString('\n'); err != nil || said != answer+"\n" {
		t.Fatalf("told to %q the child says %q, %v", line, said, err)
	}
}

// startChild starts the test program as a process that listens, in a folder; setUp may change how.
func startChild(t testing.TB, dir string, setUp func(*exec.Cmd)) child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_LISTEN=127.0.0.1:0")
	if setUp != nil {
		setUp(cmd)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		in.Close()
		cmd.Wait()
	}
	t.Cleanup(stop)
	c := child{cmd: cmd, stop: stop, in: in, out: bufio.NewReader(out)}
	line, err := c.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(line, &c.port); err != nil {
		t.Fatalf("the child says %q", line)
	}
	return c
}

func look(t *testing.T, m *Machine) *Picture {
	t.Helper()
	p, err := m.LookClosely(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// portOf returns the port of a listener.
func portOf(a net.Addr) int {
	switch a := a.(type) {
	case *net.TCPAddr:
		return a.Port
	case *net.UDPAddr:
		return a.Port
	}
	return 0
}
