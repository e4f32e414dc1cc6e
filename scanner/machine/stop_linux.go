package machine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/portclash/portclash/scanner/claim"
)

// A grip is on one process, and never on the next one that gets its number: pidfd_open(2), Linux 5.3.
type grip struct {
	fd   int
	file *os.File
}

// seize takes hold of a process. It returns os.ErrProcessDone where none has the number.
func seize(pid int) (*grip, error) {
	fd, err := unix.PidfdOpen(pid, 0)
	switch {
	case errors.Is(err, unix.ESRCH):
		return nil, os.ErrProcessDone
	case err != nil:
		return nil, fmt.Errorf("take hold of the process (it needs Linux 5.3 and the right to): %w", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil { // so that it is waited for without a thread
		_ = unix.Close(fd)
		return nil, err
	}
	return &grip{fd, os.NewFile(uintptr(fd), "pidfd")}, nil
}

func (g *grip) release() { _ = g.file.Close() }

// terminate sends SIGTERM.
func (g *grip) terminate() error {
	err := unix.PidfdSendSignal(g.fd, unix.SIGTERM, nil, 0)
	if errors.Is(err, unix.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}

// wait returns when the process has ended, or false when ctx has. A pidfd can be read from when its process has ended.
func (g *grip) wait(ctx context.Context) bool {
	conn, err := g.file.SyscallConn()
	if err != nil {
		return false
	}
	stop := context.AfterFunc(ctx, func() { _ = g.file.SetReadDeadline(time.Unix(0, 1)) })
	defer stop()
	err = conn.Read(func(uintptr) bool { return g.ended() })
	return err == nil || g.ended()
}

func (g *grip) ended() bool {
	fds := []unix.PollFd{{Fd: int32(g.fd), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n == 1
}

// hasListener reports whether the process has the listener's socket open at this moment.
func hasListener(ctx context.Context, pid int, l Listener) (bool, error) {
	e := newEyes(nil)
	if err := e.read(); err != nil {
		return false, err
	}
	e.now = slices.DeleteFunc(e.now, func(r row) bool {
		return r.local.Addr() != l.Addr || int(r.local.Port()) != l.Port || (r.protocol == unix.IPPROTO_UDP) != (l.Protocol == claim.UDP)
	})
	return len(e.walk.among(ctx, e.now, []int{pid})) > 0, ctx.Err()
}
