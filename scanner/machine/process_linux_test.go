package machine

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseStat(t *testing.T) {
	const rest = " S 41 40 39 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 123456 5000 100 18446744073709551615"
	want := stat{"node", 'S', 41, 39, false, 123456}
	for line, name := range map[string]string{
		"42 (node)" + rest:            "node",
		"42 (a b)" + rest:             "a b",
		"42 (evil) R 1 1 1 ()" + rest: "evil) R 1 1 1 (",
		"42 ()" + rest:                "",
	} {
		want.name = name
		if got, ok := parseStat(line); !ok || got != want {
			t.Errorf("%q is %+v, %v, want %+v", line, got, ok, want)
		}
	}
	for _, line := range []string{"", "42", "42 (node)", "42 (node) S 41", ")(", "42 (node) S x 40 39 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 123456"} {
		if got, ok := parseStat(line); ok {
			t.Errorf("%q is %+v, want nothing", line, got)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add("42 (node) S 41 40 39 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 123456 5000")
	f.Add(")(")
	f.Fuzz(func(_ *testing.T, line string) { parseStat(line) })
}

func TestLookUpThisProcess(t *testing.T) {
	// A session that was started outside this PID namespace is 0 in both answers.
	session, err := unix.Getsid(0)
	r, ok := lookUp(os.Getpid())
	if err != nil || !ok || r.parent != os.Getppid() || r.session != session || r.name == "" {
		t.Errorf("this process is %+v, %v, want parent %d, session %d, %v", r, ok, os.Getppid(), session, err)
	}
	if r, ok := lookUp(1 << 30); ok {
		t.Errorf("a process that is not there is %+v", r)
	}
}

// A folder counts when the path leads to it from here, and not when it was removed or replaced.
func TestWorkingDir(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "shop")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c := startChild(t, dir, nil)
	tell := func() string { return workingDir(c.cmd.Process.Pid) }
	if got := tell(); got != dir {
		t.Errorf("the folder is %q, want %q", got, dir)
	}
	if err := os.Rename(dir, dir+"2"); err != nil {
		t.Fatal(err)
	}
	if got := tell(); got != dir+"2" {
		t.Errorf("the renamed folder is %q, want %q", got, dir+"2")
	}
	if err := os.Remove(dir + "2"); err != nil {
		t.Fatal(err)
	}
	if got := tell(); got != "" {
		t.Errorf("the removed folder is %q, want none", got)
	}
	if err := os.Mkdir(dir+"2 (deleted)", 0o700); err != nil {
		t.Fatal(err)
	}
	if got := tell(); got != "" {
		t.Errorf("another folder of that name is %q, want none", got)
	}
}

// The owner's ancestors are the folders of what is between it and the uppermost shell of its session.
func TestAncestors(t *testing.T) {
	shop, other := t.TempDir(), t.TempDir()
	under := func(script string) []string {
		c := startChild(t, shop, func(cmd *exec.Cmd) {
			cmd.Args = []string{"sh", "-c", script, cmd.Path, other}
			cmd.Path = "/bin/sh"
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		})
		found := look(t, New()).On(c.port, c.port)
		if len(found) != 1 || found[0].Owner == nil {
			t.Fatalf("found %+v, want one listener with its owner", found)
		}
		return found[0].Owner.Ancestors
	}
	if got := under(`(cd "$1" && "$0"; exit)`); !slices.Contains(got, shop) {
		t.Errorf("ancestors %q, want the shell's folder %q among them", got, shop)
	}
	if got := under(`cd "$1" && exec "$0"`); len(got) != 0 {
		t.Errorf("ancestors %q, want none: the process leads its session", got)
	}
}

// An editor's folder says nothing of the programs that it starts, which may be of any project.
func TestAncestorsEndWithTheShell(t *testing.T) {
	c := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "PORTCLASH_TEST_SPAWN=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	})
	owner := look(t, New()).On(c.port, c.port)[0].Owner
	if r, _ := lookUp(owner.PID); r.parent != c.cmd.Process.Pid {
		t.Fatalf("the parent is %d, want %d", r.parent, c.cmd.Process.Pid)
	}
	if len(owner.Ancestors) != 0 {
		t.Errorf("ancestors %q, want none: no shell is above the process", owner.Ancestors)
	}
}

// What starts Portclash too, as an editor does, starts programs of every project: kinship ends below it.
func TestAncestorsEndWherePortclashBegins(t *testing.T) {
	c := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Args = []string{"sh", "-c", `"$0"; exit`, cmd.Path}
		cmd.Path = "/bin/sh"
		cmd.Env = append(cmd.Env, "PORTCLASH_TEST_SPAWN=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	})
	shell := c.cmd.Process.Pid
	owner := look(t, New()).On(c.port, c.port)[0].Owner
	r, _ := lookUp(owner.PID)
	editor := r.parent

	if kin := newFamily(nil).kinOf(owner.PID); !slices.Equal(kin, []int{editor, shell}) {
		t.Errorf("kin %v, want %v: all up to the shell", kin, []int{editor, shell})
	}
	if kin := newFamily([]int{editor, shell}).kinOf(owner.PID); len(kin) != 0 {
		t.Errorf("kin %v of a child of the editor that Portclash runs in, want none", kin)
	}
	if kin := newFamily([]int{shell}).kinOf(owner.PID); !slices.Equal(kin, []int{editor, shell}) {
		t.Errorf("kin %v of a program in the shell that Portclash runs in, want %v", kin, []int{editor, shell})
	}
}
