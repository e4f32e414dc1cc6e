package machine

import (
	"context"
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/portclash/portclash/scanner/claim"
)

// A listener that goes is told of without anybody asking, whether it closes its socket or dies with it.
func TestVanished(t *testing.T) {
	m := New()
	vanished := m.Vanished(t.Context())
	c := startChild(t, t.TempDir(), nil)
	udp, err := net.ListenPacket("udp4", "127.0.0.1:"+itoa(freePort(t, claim.UDP)))
	if err != nil {
		t.Fatal(err)
	}
	look(t, m)
	c.stop()
	<-vanished // or the test runs into its deadline
	if found := look(t, m).On(c.port, c.port); len(found) != 0 {
		t.Errorf("after the word there is still %+v", found)
	}
	udp.Close()
	<-vanished
	if found := look(t, m).On(portOf(udp.LocalAddr()), portOf(udp.LocalAddr())); len(found) != 0 {
		t.Errorf("after the word there is still %+v", found)
	}
}

// The ends of connections and of other programs' sockets wake nobody; the word that follows them is the listener's.
func TestVanishedIsAboutListenersOnly(t *testing.T) {
	deaths, err := openDeaths()
	if err != nil {
		t.Fatal(err)
	}
	defer deaths.Close()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		c, err := net.Dial("tcp4", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		served, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		served.Close()
	}
	l.Close()
	var buf [8 << 10]byte
	for {
		n, err := deaths.Read(buf[:])
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range parseDiag(buf[:n], 0, 0, nil).rows {
			if r.peer.Port() != 0 {
				t.Fatalf("told of the connection %v to %v", r.local, r.peer)
			}
			if int(r.local.Port()) == portOf(l.Addr()) {
				return
			}
		}
	}
}

// When more sockets end than the kernel keeps word of, any listener may have gone.
func TestVanishedAfterTooMany(t *testing.T) {
	deaths, err := openDeaths()
	if err != nil {
		t.Fatal(err)
	}
	defer deaths.Close()
	control, err := deaths.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	overrun := false
	for !overrun {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		if err := control.Control(func(fd uintptr) {
			err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 1)
			waiting := []unix.PollFd{{Fd: int32(fd)}} // errors are always asked for
			if _, failed := unix.Poll(waiting, 1); err == nil {
				err = failed
			}
			overrun = waiting[0].Revents&unix.POLLERR != 0
		}); err != nil {
			t.Fatal(err)
		}
	}
	vanished := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	context.AfterFunc(ctx, func() { deaths.Close() })
	go New().tellDeaths(deaths, vanished)
	<-vanished
}

func TestTellDeathsEndsWithItsFile(t *testing.T) {
	deaths, err := openDeaths()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		New().tellDeaths(deaths, make(chan struct{}))
		close(ended)
	}()
	deaths.Close()
	<-ended
}
