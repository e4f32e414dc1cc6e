package machine

import (
	"context"

	"github.com/shirou/gopsutil/v3/process"
)

// identify returns the identity of a process, and false where none runs with that number. When a protected process
// started is not told.
func identify(pid int) (identity, bool) {
	if ok, err := process.PidExists(int32(pid)); err != nil || !ok {
		return identity{}, false
	}
	ms, err := (&process.Process{Pid: int32(pid)}).CreateTime()
	if err != nil {
		ms = 0
	}
	return identity{pid, uint64(ms)}, true
}

// lookUp leaves the parent out when it is younger than its child: Windows gives the numbers of processes that ended
// to new ones and keeps them in their children as if nothing had happened.
func lookUp(pid int) (relative, bool) {
	self, ok := identify(pid)
	if !ok {
		return relative{}, false
	}
	p := &process.Process{Pid: int32(pid)}
	name, _ := p.Name()
	r := relative{name: name}
	if ppid, err := p.Ppid(); err == nil {
		if parent, ok := identify(int(ppid)); ok && parent.start <= self.start {
			r.parent = int(ppid)
		}
	}
	return r, true
}

// workingDirs returns the working directories of processes, by number, where they can be told.
func workingDirs(ctx context.Context, pids []int) map[int]string {
	dirs := map[int]string{}
	for _, pid := range pids {
		dir, err := (&process.Process{Pid: int32(pid)}).CwdWithContext(ctx)
		if err == nil && dir != "" {
			dirs[pid] = resolve(dir)
		}
	}
	return dirs
}

// services returns nothing: which of the services that share a process listens is not told.
func services(context.Context) map[int]*Service { return nil }
