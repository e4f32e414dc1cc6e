package machine

import (
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
}

// generations bounds the climb, should a system ever show a circle of parents.
const generations = 64

// kinOf returns the ancestors of a process that speak for the folder it belongs to, nearest first: those of its
// session up to the uppermost shell. What is above that (a terminal, an editor, a desktop) starts programs of every
// project, and so does what this process runs under itself, unless it is a shell.
func (o *owners) kinOf(pid int) []int {
	self, ok := lookUp(pid)
	if !ok {
		return nil
	}
	var kin []int
	shells := 0
	for up := self.parent; up > 1 && len(kin) < generations; {
		r, ok := lookUp(up)
		if !ok || r.session != self.session || slices.Contains(o.above, up) && !isShell(r.name) {
			break
		}
		kin = append(kin, up)
		if isShell(r.name) {
			shells = len(kin)
		}
		up = r.parent
	}
	return kin[:shells]
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
