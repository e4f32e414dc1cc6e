package machine

import (
	"bytes"
	"context"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// identify returns the identity of a process, and false where none runs with that number. A zombie has ended: it
// holds no sockets and only waits for its parent.
func identify(pid int) (identity, bool) {
	const zombie = 5 // SZOMB in sys/proc.h
	p, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || p.Proc.P_stat == zombie {
		return identity{}, false
	}
	t := p.Proc.P_starttime
	return identity{pid, uint64(t.Sec)*1e6 + uint64(t.Usec)}, true
}

func lookUp(pid int) (relative, bool) {
	p, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return relative{}, false
	}
	name, _, _ := bytes.Cut(p.Proc.P_comm[:], []byte{0})
	session, _ := unix.Getsid(pid)
	return relative{name: string(name), parent: int(p.Eproc.Ppid), session: session}, true
}

// workingDirs returns the working directories of processes, by number, where they can be told. Without cgo lsof is
// the one who knows; it is asked once for all, and exits with 1 when it knows only some.
func workingDirs(ctx context.Context, pids []int) map[int]string {
	if len(pids) == 0 {
		return nil
	}
	list := make([]string, len(pids))
	for i, pid := range pids {
		list[i] = strconv.Itoa(pid)
	}
	out, _ := exec.CommandContext(ctx, "lsof", "-a", "-n", "-P", "-d", "cwd", "-F", "pn", "-p", strings.Join(list, ",")).Output()
	dirs := parseWorkingDirs(string(out))
	for pid, dir := range dirs {
		dirs[pid] = resolve(dir)
	}
	return dirs
}

// services returns the services of launchd by their processes' numbers: this user's, or the system's for root.
func services(ctx context.Context) map[int]*Service {
	out, err := exec.CommandContext(ctx, "launchctl", "list").Output()
	if err != nil {
		return nil
	}
	return parseLaunchctl(string(out))
}
