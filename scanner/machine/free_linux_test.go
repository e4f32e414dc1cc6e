package machine

import (
	"context"
	"net"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestFree(t *testing.T) {
	for _, tt := range []struct {
		name string
		free bool
		hold func(t *testing.T, port int)
	}{
		{"nobody", true, func(*testing.T, int) {}},
		{"listener on 127.0.0.1", false, listening4("127.0.0.1")},
		{"listener on 127.0.0.2", false, listening4("127.0.0.2")},
		{"listener on 0.0.0.0", false, listening4("0.0.0.0")},
		{"listener on ::1", false, listening6("::1")},
		{"listener on :: for both families", false, func(t *testing.T, port int) { hold(t, "tcp", "::", port) }},
		{"listener on :: for IPv6 only", false, listening6("::")},
		{"bound only", false, func(t *testing.T, port int) { bound(t, syscall.SOCK_STREAM, port, false) }},
		{"bound only with SO_REUSEADDR", true, func(t *testing.T, port int) { bound(t, syscall.SOCK_STREAM, port, true) }},
		{"outgoing connection", false, outgoing},
		{"closed server with a connection that lives", true, orphan},
		{"UDP on 0.0.0.0", true, func(t *testing.T, port int) { holdUDP(t, "udp4", "0.0.0.0", port) }},
	} {
		t.Run("tcp/"+tt.name, func(t *testing.T) {
			port := freePort(t, claim.TCP)
			tt.hold(t, port)
			if free, err := Free(port, claim.TCP); free != tt.free || err != nil {
				t.Errorf("Free = %v, %v, want %v", free, err, tt.free)
			}
			l, err := net.Listen("tcp", ":"+itoa(port))
			if err == nil {
				l.Close()
			}
			if started := err == nil; started != tt.free {
				t.Errorf("a server starts: %v, want %v", started, tt.free)
			}
		})
	}
	for _, tt := range []struct {
		name string
		free bool
		hold func(t *testing.T, port int)
	}{
		{"nobody", true, func(*testing.T, int) {}},
		{"127.0.0.1", false, func(t *testing.T, port int) { holdUDP(t, "udp4", "127.0.0.1", port) }},
		{"0.0.0.0", false, func(t *testing.T, port int) { holdUDP(t, "udp4", "0.0.0.0", port) }},
		{"::1", false, func(t *testing.T, port int) { holdUDP(t, "udp6", "::1", port) }},
		{":: for both families", false, func(t *testing.T, port int) { holdUDP(t, "udp", "::", port) }},
		{"connected", false, func(t *testing.T, port int) {
			c, err := net.DialUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { c.Close() })
		}},
		{"127.0.0.1, shared with whoever wants to share", false, func(t *testing.T, port int) { bound(t, syscall.SOCK_DGRAM, port, true) }},
		{"TCP on ::", true, func(t *testing.T, port int) { hold(t, "tcp", "::", port) }},
	} {
		t.Run("udp/"+tt.name, func(t *testing.T) {
			port := freePort(t, claim.UDP)
			tt.hold(t, port)
			if free, err := Free(port, claim.UDP); free != tt.free || err != nil {
				t.Errorf("Free = %v, %v, want %v", free, err, tt.free)
			}
		})
	}
}

// A server that starts while Free is asked again and again never fails for it.
func TestFreeHarmsNobody(t *testing.T) {
	port := freePort(t, claim.TCP)
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-done:
				return
			default:
				Free(port, claim.TCP)
			}
		}
	}()
	for range 1000 {
		l, err := net.Listen("tcp", ":"+itoa(port))
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
	}
}

func hold(t *testing.T, network, host string, port int) {
	t.Helper()
	l, err := net.Listen(network, net.JoinHostPort(host, itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

func listening4(host string) func(*testing.T, int) {
	return func(t *testing.T, port int) { hold(t, "tcp4", host, port) }
}

func listening6(host string) func(*testing.T, int) {
	return func(t *testing.T, port int) { hold(t, "tcp6", host, port) }
}

func holdUDP(t *testing.T, network, host string, port int) {
	t.Helper()
	c, err := net.ListenPacket(network, net.JoinHostPort(host, itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
}

// bound holds the port on 127.0.0.1 without listening, with SO_REUSEADDR where reuse is set.
func bound(t *testing.T, kind, port int, reuse bool) {
	t.Helper()
	fd, err := openSocket(syscall.AF_INET, kind)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	if reuse {
		if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
}

// outgoing holds the port as the near end of a connection to another one, as a client does.
func outgoing(t *testing.T, port int) {
	t.Helper()
	far, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { far.Close() })
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}}
	c, err := d.DialContext(context.Background(), "tcp4", far.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
}

// orphan leaves a connection to a server that has stopped listening.
func orphan(t *testing.T, port int) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:"+itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	served, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { served.Close() })
	l.Close()
}
