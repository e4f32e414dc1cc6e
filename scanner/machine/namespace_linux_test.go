package machine

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

// A listener in another network namespace, as a container's is, holds no port of this machine.
func TestListenerOfAnotherNamespace(t *testing.T) {
	require(t, os.Geteuid() == 0, "only root can make a network namespace")
	port := freePort(t, claim.TCP)
	startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, fmt.Sprintf("PORTCLASH_TEST_LISTEN=0.0.0.0:%d", port))
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	})
	if found := look(t, New()).On(port, port); len(found) != 0 {
		t.Errorf("found %+v, whose namespace is another one", found)
	}
	if free, err := Free(port, claim.TCP); !free || err != nil {
		t.Errorf("the port is free: %v, %v", free, err)
	}
}

// A namespace without a name has its number.
func TestNamespaceWithoutName(t *testing.T) {
	require(t, os.Geteuid() == 0, "only root can make a network namespace")
	c := startChild(t, t.TempDir(), func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "PORTCLASH_TEST_LISTEN=0.0.0.0:0")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	})
	theirs := fmt.Sprintf("/proc/%d/ns/net", c.cmd.Process.Pid)
	link, err := os.Readlink(theirs)
	if err != nil {
		t.Fatal(err)
	}
	if got := namespaceOf(theirs, "/no/such", "/proc/self/ns/net"); got == "" || link != "net:["+got+"]" {
		t.Errorf("it is %q, want the number of %s", got, link)
	}
}

// require ends a test that cannot run here: where CI=true as failed, elsewhere as not run.
func require(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("CI") == "true":
		t.Fatal(what)
	default:
		t.Skip("not run: " + what)
	}
}
