package machine

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"time"

	"golang.org/x/sys/windows"
)

// A grip is on one process: while a handle to it is open, its number is given to no other.
type grip struct {
	handle windows.Handle
	pid    int
}

// seize takes hold of a process. It returns os.ErrProcessDone where none has the number.
func seize(pid int) (*grip, error) {
	handle, err := windows.OpenProcess(windows.SYNCHRONIZE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	switch {
	case errors.Is(err, windows.ERROR_INVALID_PARAMETER):
		return nil, os.ErrProcessDone
	case err != nil:
		return nil, os.NewSyscallError("OpenProcess", err)
	}
	g := &grip{handle, pid}
	if g.endedWithin(0) {
		g.release()
		return nil, os.ErrProcessDone
	}
	return g, nil
}

func (g *grip) release() { _ = windows.CloseHandle(g.handle) }

// terminate closes the windows of the process, which is the one request to end that every program can refuse. A
// program without a window has none, and is not ended: TerminateProcess loses what it has not saved, and Ctrl-Break
// would go to everything in its console, the shell as well.
func (g *grip) terminate() error {
	if err := exec.Command("taskkill", "/PID", strconv.Itoa(g.pid)).Run(); err == nil {
		return nil
	} else if g.endedWithin(0) {
		return os.ErrProcessDone
	} else if _, ran := errors.AsType[*exec.ExitError](err); !ran {
		return err
	}
	return refuse(ByForce, "Windows asks only programs that have a window to end: taskkill /F /PID %d ends this one at once, and what it has not saved is lost", g.pid)
}

// wait returns when the process has ended, or false when ctx has.
func (g *grip) wait(ctx context.Context) bool {
	for ctx.Err() == nil {
		if g.endedWithin(100 * time.Millisecond) {
			return true
		}
	}
	return g.endedWithin(0)
}

func (g *grip) endedWithin(d time.Duration) bool {
	event, err := windows.WaitForSingleObject(g.handle, uint32(d.Milliseconds()))
	return err == nil && event == windows.WAIT_OBJECT_0
}
