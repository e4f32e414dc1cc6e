package machine

import (
	"context"
	"os"
	"strconv"
	"strings"
)

// identify returns the identity of a process, and false where none runs with that number. A zombie has ended: it
// holds no sockets and only waits for its parent.
func identify(pid int) (identity, bool) {
	s, ok := readStat(pid)
	return identity{pid, s.start}, ok && s.state != 'Z' && s.state != 'X'
}

func lookUp(pid int) (relative, bool) {
	s, ok := readStat(pid)
	return relative{s.name, s.parent, s.session}, ok
}

func readStat(pid int) (stat, bool) {
	line, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return stat{}, false
	}
	return parseStat(string(line))
}

// A stat is what /proc/PID/stat tells of a process (proc_pid_stat(5)).
type stat struct {
	name            string
	state           byte
	parent, session int
	start           uint64 // clock ticks after boot
}

// parseStat reads "123 (name) S 1 …". The name may hold anything, spaces and parentheses too; only the last
// parenthesis ends it.
func parseStat(line string) (stat, bool) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return stat{}, false
	}
	fields := strings.Fields(line[end+1:])
	if len(fields) < 20 || len(fields[0]) != 1 {
		return stat{}, false
	}
	parent, errParent := strconv.Atoi(fields[1])
	session, errSession := strconv.Atoi(fields[3])
	start, errStart := strconv.ParseUint(fields[19], 10, 64)
	if errParent != nil || errSession != nil || errStart != nil {
		return stat{}, false
	}
	return stat{line[open+1 : end], fields[0][0], parent, session, start}, true
}

// workingDirs returns the working directories of processes, by number, where they can be told.
func workingDirs(ctx context.Context, pids []int) map[int]string {
	dirs := map[int]string{}
	for _, pid := range pids {
		if ctx.Err() != nil {
			break
		}
		if dir := workingDir(pid); dir != "" {
			dirs[pid] = dir
		}
	}
	return dirs
}

// workingDir returns a folder only when its path leads to the same folder from here: in a container the same path
// is another place, and a folder that was removed is nowhere.
func workingDir(pid int) string {
	link := "/proc/" + strconv.Itoa(pid) + "/cwd"
	dir, err := os.Readlink(link)
	if err != nil {
		return ""
	}
	theirs, err := os.Stat(link)
	if err != nil {
		return ""
	}
	ours, err := os.Stat(dir)
	if err != nil || !os.SameFile(theirs, ours) {
		return ""
	}
	return dir
}
