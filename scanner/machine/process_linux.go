package machine

import (
	"context"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// identify returns the identity of a process, and false where none runs with that number. A zombie has ended: it
// holds no sockets and only waits for its parent.
func identify(pid int) (identity, bool) {
	s, ok := readStat(pid)
	return identity{pid, s.start}, ok && !s.ended()
}

func lookUp(pid int) (relative, bool) {
	s, ok := readStat(pid)
	return relative{s.name, s.parent, s.session, s.start, s.terminal, s.ended()}, ok
}

// describe leaves out whatever the kernel refuses: another user's process has often no more than a name.
func describe(_ context.Context, pid int, s relative, shows imprint) *Owner {
	owner := &Owner{PID: pid, Name: s.name, imprint: shows}
	owner.args = split(shows.command)
	owner.Command = strings.TrimSpace(strings.Join(owner.args, " "))
	owner.Started = booted().Add(time.Duration(s.start) * time.Second / ticksPerSecond)
	if len(s.name) == maxName {
		owner.Name = wholeName(s.name, shows.exe, owner.args)
	}
	var about unix.Stat_t
	if err := unix.Stat(proc(pid, ""), &about); err == nil {
		owner.User = userName(about.Uid)
	}
	owner.cgroup = cgroupPath(pid)
	if !s.terminal && owner.cgroup != ownCgroup() {
		owner.Service = serviceOf(owner.cgroup)
	}
	return owner
}

// ownCgroup is where this process is. What else is there was started beside it: an editor's server may be a service,
// and what was started in the editor is none for that.
var ownCgroup = sync.OnceValue(func() string { return cgroupPath(os.Getpid()) })

// cgroupPath returns the path of a process's control group, and "" where it is not told.
func cgroupPath(pid int) string {
	var buf [4 << 10]byte
	text, err := readSmall(proc(pid, "cgroup"), buf[:])
	if err != nil {
		return ""
	}
	return cgroupOf(string(text))
}

// maxName is how much the kernel keeps of a process's name (TASK_COMM_LEN).
const maxName = 15

// wholeName completes a name that the kernel has cut, from the program's file or what it was called by.
func wholeName(name, exe string, args []string) string {
	var called string
	if len(args) > 0 {
		called = args[0]
	}
	for _, candidate := range []string{path.Base(called), path.Base(exe)} {
		if strings.HasPrefix(candidate, name) {
			return candidate
		}
	}
	return name
}

// arguments returns the command line of a process, as far as it is told.
func arguments(pid int) []string { return split(command(pid)) }

// command returns the command line of a process as the kernel has it, a zero byte after each argument.
func command(pid int) string {
	var buf [4 << 10]byte
	text, err := readSmall(proc(pid, "cmdline"), buf[:])
	if err == nil && len(text) == len(buf) {
		text, err = os.ReadFile(proc(pid, "cmdline"))
	}
	if err != nil {
		return ""
	}
	return string(text)
}

func split(command string) []string {
	if command == "" {
		return nil
	}
	return strings.Split(strings.TrimRight(command, "\x00"), "\x00")
}

func imprintOf(pid int) imprint {
	exe, _ := os.Readlink(proc(pid, "exe"))
	dir, _ := os.Readlink(proc(pid, "cwd"))
	return imprint{exe, dir, command(pid)}
}

func readStat(pid int) (stat, bool) {
	var buf [1 << 10]byte
	line, err := readSmall(proc(pid, "stat"), buf[:])
	if err != nil {
		return stat{}, false
	}
	return parseStat(string(line))
}

// A stat is what /proc/PID/stat tells of a process (proc_pid_stat(5)).
type stat struct {
	name            string // at most 15 bytes
	state           byte
	parent, session int
	terminal        bool   // it has one that it belongs to
	start           uint64 // clock ticks after boot
}

func (s stat) ended() bool { return s.state == 'Z' || s.state == 'X' }

// parseStat reads "123 (name) S 1 …". The name may hold anything, spaces and parentheses too; only the last
// parenthesis ends it.
func parseStat(line string) (stat, bool) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return stat{}, false
	}
	var fields [20]string
	n := 0
	for field := range strings.FieldsSeq(line[end+1:]) {
		if fields[n] = field; n == len(fields)-1 {
			break
		}
		n++
	}
	if fields[len(fields)-1] == "" || len(fields[0]) != 1 {
		return stat{}, false
	}
	parent, errParent := strconv.Atoi(fields[1])
	session, errSession := strconv.Atoi(fields[3])
	start, errStart := strconv.ParseUint(fields[19], 10, 64)
	if errParent != nil || errSession != nil || errStart != nil {
		return stat{}, false
	}
	return stat{line[open+1 : end], fields[0][0], parent, session, fields[4] != "0", start}, true
}

// ticksPerSecond is the unit of times in /proc, the same on every machine (USER_HZ).
const ticksPerSecond = 100

// booted returns when the machine started, always the same: asked again it would differ by the clock's corrections.
var booted = sync.OnceValue(func() time.Time {
	var since unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &since); err != nil {
		return time.Time{}
	}
	return time.Now().Add(-time.Duration(since.Nano())).Round(0)
})

func proc(pid int, file string) string { return "/proc/" + strconv.Itoa(pid) + "/" + file }

// cgroupOf returns the path of the control group in the text of /proc/PID/cgroup (cgroups(7)): that of the unified
// hierarchy, or on older systems that of systemd's own.
func cgroupOf(text string) string {
	var unified, named string
	for line := range strings.Lines(text) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), ":", 3)
		if len(parts) != 3 {
			continue
		}
		switch {
		case parts[0] == "0" && parts[1] == "":
			unified = parts[2]
		case parts[1] == "name=systemd":
			named = parts[2]
		}
	}
	if unified == "" || unified == "/" && named != "" {
		return named
	}
	return unified
}

// services returns nothing: here a process's control group tells its service.
func services(context.Context) map[int]*Service { return nil }
