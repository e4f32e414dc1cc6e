package machine

import (
	"iter"
	"slices"
	"strings"
)

// An identity tells a process from the next one that gets its number.
type identity struct {
	pid int
	// start is when it started, in a unit of the operating system's own; 0 where that is not told.
	start uint64
}

// A relative is a process with what leads on to its parent.
type relative struct {
	name   string
	parent int // 0 where there is none
	// session is the number of the session's first process, 0 on systems without sessions.
	session int
	// start is as identity has it, 0 where it takes more to find out.
	start uint64
	// terminal is set where the process belongs to one, ended where it has: a zombie holds no sockets and only waits
	// for its parent.
	terminal, ended bool
}

// generations bounds the climb, should a system ever show a circle of parents.
const generations = 64

// A family remembers processes while owners are asked about: many have the same ancestors.
type family struct {
	// above are the ancestors of this process.
	above   []int
	members map[int]relative
	calls   map[int]string // how script runners were called, by process
}

func newFamily(above []int) *family {
	return &family{above, map[int]relative{}, map[int]string{}}
}

// member returns what leads on from a process, nothing for one that is not there.
func (f *family) member(pid int) (relative, bool) {
	r, known := f.members[pid]
	if !known {
		r, _ = lookUp(pid)
		f.members[pid] = r
	}
	return r, r != relative{}
}

// identify returns the identity of a process, and false where none runs with that number.
func (f *family) identify(pid int) (identity, bool) {
	r, ok := f.member(pid)
	if !ok || r.start == 0 {
		return identify(pid)
	}
	return identity{pid, r.start}, !r.ended
}

// kinOf returns the ancestors of a process that speak for the folder it belongs to, nearest first: those of its
// session up to the uppermost shell. What is above that (a terminal, an editor, a desktop) starts programs of every
// project, and so does what this process runs under itself, unless it is a shell.
func (f *family) kinOf(pid int) []int {
	var kin []int
	shells := 0
	for up, r := range f.session(pid) {
		if slices.Contains(f.above, up) && !isShell(r.name) {
			break
		}
		kin = append(kin, up)
		if isShell(r.name) {
			shells = len(kin)
		}
	}
	return kin[:shells]
}

// session returns the ancestors of a process that are of its session, nearest first.
func (f *family) session(pid int) iter.Seq2[int, relative] {
	return func(yield func(int, relative) bool) {
		r, ok := f.member(pid)
		for range generations {
			// Nothing above a session's first process is of the session.
			if !ok || r.session == pid || r.parent <= 1 {
				return
			}
			session := r.session
			pid = r.parent
			if r, ok = f.member(pid); !ok || r.session != session || !yield(pid, r) {
				return
			}
		}
	}
}

// lineage returns all ancestors of a process.
func lineage(pid int) []int {
	var up []int
	for r, ok := lookUp(pid); ok && r.parent > 1 && len(up) < generations; r, ok = lookUp(r.parent) {
		up = append(up, r.parent)
	}
	return up
}

func isShell(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(strings.TrimPrefix(name, "-")), ".exe") // a login shell's name has a dash
	return slices.Contains(shells, name)
}

var shells = []string{
	"sh", "bash", "zsh", "fish", "dash", "ash", "busybox", "ksh", "mksh", "tcsh", "csh", "nu", "elvish", "xonsh",
	"pwsh", "powershell", "cmd",
}
