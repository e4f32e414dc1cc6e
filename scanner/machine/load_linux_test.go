package machine

import (
	"net"
	"os"
	"os/exec"
	"testing"
)

// A load is what goes on on a machine. The processes of it sleep and hold sockets that were opened for them.
type load struct {
	name        string
	servers     int // processes with four TCP listeners each
	idle        int // processes with 52 open files each
	connections int // established ones over loopback, whose both ends are counted by the kernel, in eight processes
}

// loads are those that are measured: a machine that does nothing, one on which much runs, and one that is busy.
var loads = []load{
	{name: "idle"},
	{name: "servers", servers: 50, idle: 300},
	{name: "busy", servers: 50, idle: 300, connections: 20_000},
}

// begin puts the load on this machine until the benchmark ends.
func (l load) begin(b testing.TB) {
	b.Helper()
	null, err := os.Open(os.DevNull)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	for range l.idle {
		var files []*os.File
		for range 49 {
			files = append(files, null)
		}
		sleeper(b, files)
	}
	for i := range l.servers {
		var files []*os.File
		for _, at := range []string{"127.0.0.1:0", "0.0.0.0:0", "[::1]:0", "[::]:0"} {
			listener, err := net.Listen("tcp", at)
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, fileOf(b, listener.(*net.TCPListener)))
			listener.Close()
		}
		if i%5 == 0 {
			packets, err := net.ListenPacket("udp4", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, fileOf(b, packets.(*net.UDPConn)))
			packets.Close()
		}
		sleeper(b, files)
	}
	const processes = 8
	for range processes {
		connect(b, l.connections/processes)
	}
}

// connect gives a process both ends of so many connections.
func connect(b testing.TB, connections int) {
	b.Helper()
	if connections == 0 {
		return
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	var files []*os.File
	for range connections {
		near, err := net.Dial("tcp4", listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		far, err := listener.Accept()
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, fileOf(b, near.(*net.TCPConn)), fileOf(b, far.(*net.TCPConn)))
		near.Close()
		far.Close()
	}
	sleeper(b, files)
}

func fileOf(b testing.TB, socket interface{ File() (*os.File, error) }) *os.File {
	b.Helper()
	f, err := socket.File()
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// sleeper starts a process that holds the files and does nothing, and closes those that are sockets here.
func sleeper(b testing.TB, files []*os.File) {
	b.Helper()
	cmd := exec.Command("sleep", "infinity")
	cmd.ExtraFiles = files
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for _, f := range files {
		if f.Name() != os.DevNull {
			f.Close()
		}
	}
}
