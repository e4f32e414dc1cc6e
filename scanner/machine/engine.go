package machine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

const (
	// enginePatience is how long a container engine may take. One that hangs does not hold up more than one look.
	enginePatience = 800 * time.Millisecond
	// maxList bounds what is read of an engine's answer, in bytes; a container takes some 2 kB.
	maxList = 32 << 20
)

// engines is what the container engines of this machine answered together.
type engines struct {
	asked      time.Time
	containers map[string]*Container // by ID
	ports      []published
	// docker is set where a Docker engine is among those that answered.
	docker bool
	// none is set where no engine is running.
	none bool
	// trouble is why some engine that is there did not answer, nil where all did; hung, that it took too long.
	trouble error
	hung    bool
}

// askEngines asks all engines at once, each for enginePatience at most. One that is not running is no trouble.
func askEngines(ctx context.Context) engines {
	ctx, cancel := context.WithTimeout(ctx, enginePatience)
	defer cancel()
	e := engines{asked: time.Now(), containers: map[string]*Container{}, none: true}
	sockets := engineSockets()
	answers := make([]listing, len(sockets))
	var wait sync.WaitGroup
	for i, socket := range sockets {
		wait.Go(func() { answers[i] = askEngine(ctx, socket) })
	}
	wait.Wait()
	for _, a := range answers {
		e.none = e.none && !a.running
		if a.err != nil && !e.hung {
			e.trouble, e.hung = a.err, late(a.err)
		}
		maps.Copy(e.containers, a.containers)
		e.ports = append(e.ports, a.ports...)
		e.docker = e.docker || a.docker
	}
	return e
}

// behind returns the container that a listener leads to, or that its process is in. Of the addresses the engine's
// counts most, but a helper that runs outside of the engine's own machine (Docker Desktop's, WSL's) may listen on
// another one than the engine was asked for: for a process that is known to forward, the port is enough.
func (e engines) behind(l Listener) *Container {
	if l.Owner != nil {
		if c := e.containers[containerID(l.Owner.cgroup)]; c != nil {
			return c
		}
	}
	var best *Container
	for _, p := range e.ports {
		switch {
		case p.port != l.Port || p.protocol != l.Protocol:
			continue
		case p.addr == l.Addr:
			return p.container
		case best == nil && (p.reach().Overlaps(l.Reach()) || l.Owner.Forwards()):
			best = p.container
		}
	}
	return best
}

// abandoned reports whether a process is Docker's helper for one port of one container, and certainly has none. It has
// none for a moment when the container starts.
func (e engines) abandoned(o *Owner) bool {
	return o != nil && o.Name == "docker-proxy" && e.docker && e.trouble == nil &&
		!o.Started.IsZero() && e.asked.Sub(o.Started) > settled
}

func late(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// A listing is what one engine answered.
type listing struct {
	containers map[string]*Container
	ports      []published
	docker     bool
	running    bool
	err        error
}

// askEngine lists an engine's running containers. An engine that is not there has none.
func askEngine(ctx context.Context, s engineSocket) listing {
	if s.absent() {
		return listing{}
	}
	body, server, err := getContainers(ctx, s)
	if errors.Is(err, fs.ErrNotExist) || refused(err) {
		return listing{}
	}
	l := listing{running: true, docker: !strings.HasPrefix(server, "Libpod")}
	if err == nil {
		l.containers, l.ports, err = parseContainers(body)
	}
	for _, c := range l.containers {
		c.engine = s
	}
	switch {
	case late(err):
		l.err = fmt.Errorf("the container engine at %s takes too long to answer: %w", s.address, bare(err))
	case errors.Is(err, fs.ErrPermission):
		l.err = fmt.Errorf("the container engine at %s answers only to some users: %w", s.address, fs.ErrPermission)
	case err != nil:
		l.err = fmt.Errorf("the container engine at %s does not say what it publishes: %w", s.address, bare(err))
	}
	return l
}

// bare returns what went wrong without the call and the addresses that Go puts before it: a person is told which engine it is.
func bare(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		err = call.Err
	}
	return err
}

// getContainers returns the engine's list, and what it says it is: "Docker/28.3.2 (linux)", "Libpod/5.4.0 (linux)".
func getContainers(ctx context.Context, s engineSocket) (body []byte, server string, err error) {
	r, err := request(ctx, s, http.MethodGet, "/containers/json")
	if err == nil && r.status != http.StatusOK {
		err = errors.New(r.complaint())
	}
	return r.body, r.server, err
}

// A response is an engine's answer.
type response struct {
	status int
	server string // what the engine says it is
	body   []byte
}

// request asks an engine until ctx ends. One request is written and its answer read, in this order and by nobody else,
// because a Windows pipe that was opened the plain way does not do both at once.
func request(ctx context.Context, s engineSocket, method, path string) (response, error) {
	conn, err := dialEngine(ctx, s)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = conn.Close() }()
	if end, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(end); err != nil {
			return response{}, err
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(0, 1)) })
	defer stop()
	req, err := http.NewRequest(method, "http://localhost"+path, http.NoBody)
	if err != nil {
		return response{}, err
	}
	req.Close = true
	if err := req.Write(conn); err != nil {
		return response{}, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxList))
	return response{resp.StatusCode, resp.Header.Get("Server"), body}, err
}

// engineConn is a connection to an engine.
type engineConn interface {
	io.ReadWriteCloser
	SetDeadline(t time.Time) error
}
