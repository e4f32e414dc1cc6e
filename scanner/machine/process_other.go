//go:build !linux

package machine

import (
	"context"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v3/process"
)

// describe leaves out whatever the operating system refuses: another user's process has often no more than a name.
func describe(ctx context.Context, pid int, _ relative, _ imprint) *Owner {
	p := &process.Process{Pid: int32(pid)}
	owner := &Owner{PID: pid}
	owner.Name, _ = p.NameWithContext(ctx)
	owner.User, _ = p.UsernameWithContext(ctx)
	owner.args, _ = p.CmdlineSliceWithContext(ctx)
	command, _ := p.CmdlineWithContext(ctx)
	owner.Command = strings.TrimSpace(command)
	if ms, err := p.CreateTimeWithContext(ctx); err == nil && ms > 0 {
		owner.Started = time.UnixMilli(ms)
	}
	return owner
}

// imprintOf returns nothing: every look asks anew.
func imprintOf(int) imprint { return imprint{} }

// arguments returns the command line of a process, as far as it is told.
func arguments(pid int) []string {
	args, _ := (&process.Process{Pid: int32(pid)}).CmdlineSlice()
	return args
}

// cgroupPath returns nothing: control groups are Linux's.
func cgroupPath(int) string { return "" }
