// Package server is the language server: it keeps the open documents, shows where they clash with each other and
// with the machine, and answers what the editor asks. It is the only package that speaks the Language Server Protocol.
package server

import (
	"context"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server/check"
)

// Options are what the server is given of the world outside; all of them are needed.
type Options struct {
	// Version is the program's, for the client to show.
	Version string
	// Look returns what the machine holds now.
	Look func(context.Context) (*machine.Picture, error)
	// Want says of which ports Look is to tell what keeps a server from them although nobody listens there.
	Want func(ports []int)
	// Vanished returns a channel that gets word when a listener of the last picture may have gone.
	Vanished func(context.Context) <-chan struct{}
	// Free picks the ports for the fixes.
	Free check.Free
	// Reserve is Free for somebody who is about to take the port: until then nobody else gets it.
	Reserve check.Free
	// Stop ends what is behind a listener, as [machine.Machine.Stop] does.
	Stop func(ctx context.Context, l machine.Listener, client int, ask machine.Ask) (machine.Stopped, error)
	// Read returns the files of a folder that claim anything, as [workspace.Read] does.
	Read func(ctx context.Context, root string) ([]workspace.File, error)
	// ReadFile reads one file, as [workspace.ReadFile] does.
	ReadFile func(path string) (workspace.File, error)
	// Gone returns a channel that is closed when a process has ended, and never for one that was not there.
	Gone func(ctx context.Context, pid int) <-chan struct{}
	// Log takes what happens; it must not write to the connection.
	Log *slog.Logger
}

// Serve speaks with one client over rw until it leaves, and returns the exit code that the protocol asks for: 0
// after shutdown and exit, and 1 where exit came alone, the input ended, the client's process did, or ctx was done.
// It does not wait for a Read that is still blocked.
func Serve(ctx context.Context, rw io.ReadWriter, o Options) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(o)
	ended := make(chan struct{})
	in := &watchedReader{Reader: rw, ended: sync.OnceFunc(func() { close(ended) })}
	conn := jsonrpc2.NewConn(newStream(in, rw, o.Log), jsonrpc2.WithCodec(codec{}))
	s.client, s.notify = protocol.ClientDispatcher(conn), conn.Notify
	s.start(ctx)
	conn.Go(ctx, s.handler())
	return s.wait(ctx, conn, ended)
}

// A server is one session with one client.
type server struct {
	Options
	client protocol.Client
	notify func(ctx context.Context, method string, params any) error // for what is not in the protocol
	home   string                                                     // the user's home folder, empty where there is none

	// can, clientProcess, initial, phase and slots belong to the goroutine that reads; the first three do not change once
	// requests are answered.
	can           capabilities
	clientProcess int    // the editor's, 0 where it has not said
	initial       []byte // the settings that the client started with
	phase         phase
	slots         chan struct{} // as many requests as it holds run at once
	exit          chan int      // takes the exit code

	mu      sync.Mutex // held to make the next snapshot
	current atomic.Pointer[snapshot]
	moved   chan struct{}        // closed when the next snapshot is there
	lookNow chan chan<- struct{} // to watch: look, and close what is sent
	stale   stale
	views   views
	board   board

	// Each of these holds at most one token: there is something to do for the goroutine that waits for it.
	changed  chan struct{} // publish
	look     chan struct{} // watch
	reread   chan struct{} // readDisk
	outdated chan struct{} // refresh
	listed   chan struct{} // tellOfPorts

	initialized chan struct{} // closed by announce, once the client is ready for requests
	announce    func()
	parent      chan int // takes the client's process id
}

func newServer(o Options) *server {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	s := &server{
		Options: o, home: home,
		slots: make(chan struct{}, maxRequests), exit: make(chan int, 1),
		changed: make(chan struct{}, 1), look: make(chan struct{}, 1), reread: make(chan struct{}, 1), outdated: make(chan struct{}, 1),
		listed: make(chan struct{}, 1),
		moved:  make(chan struct{}), lookNow: make(chan chan<- struct{}), initialized: make(chan struct{}), parent: make(chan int, 1),
	}
	s.announce = sync.OnceFunc(func() { close(s.initialized) })
	s.current.Store(newSnapshot())
	return s
}

// start begins all that goes on beside the messages; it ends with ctx.
func (s *server) start(ctx context.Context) {
	go s.publish(ctx)
	go s.watch(ctx)
	go s.readDisk(ctx)
	go s.refresh(ctx)
	go s.tellOfPorts(ctx)
}

// leaveWithin is how long requests that are being answered may take once the client has closed its side.
const leaveWithin = 2 * time.Second

func (s *server) wait(ctx context.Context, conn jsonrpc2.Conn, ended <-chan struct{}) int {
	var gone <-chan struct{}
	for {
		select {
		case code := <-s.exit:
			return code
		case pid := <-s.parent:
			gone = s.Gone(ctx, pid)
		case <-gone:
			s.Log.Info("the client's process has ended")
			return 1
		case <-ended:
			select {
			case code := <-s.exit:
				return code
			case <-conn.Done():
				return s.closed(conn)
			case <-time.After(leaveWithin):
				return 1
			}
		case <-conn.Done():
			return s.closed(conn)
		case <-ctx.Done():
			return 1
		}
	}
}

// closed returns the exit code of a connection that ended; exit may have been the last thing on it.
func (s *server) closed(conn jsonrpc2.Conn) int {
	select {
	case code := <-s.exit:
		return code
	default:
	}
	if err := conn.Err(); err != nil {
		s.Log.Error("the connection broke", "error", err)
	}
	return 1
}

// token leaves word in a channel that holds at most one.
func token(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// A watchedReader tells when its end is reached: a connection tells only after all that it has read is answered.
type watchedReader struct {
	io.Reader
	ended func()
}

func (r *watchedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil {
		r.ended()
	}
	return n, err
}
