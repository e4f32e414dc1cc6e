package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A look inside a network namespace says which one it saw, and sees nothing of this machine's.
func TestListenersOfANamespace(t *testing.T) {
	require(t, os.Geteuid() == 0, "only root can make a network namespace")
	_, err := exec.LookPath("ip")
	require(t, err == nil, "ip is not on PATH; Debian has it in iproute2")
	name := fmt.Sprintf("portclash-%d", rand.Uint32())
	if out, err := exec.Command("ip", "netns", "add", name).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(func() { _ = exec.CommandContext(context.Background(), "ip", "netns", "delete", name).Run() })
	command := filepath.Join(t.TempDir(), "portclash")
	self, err := os.Executable() // it is portclash when it is called so: see TestMain
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, command); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ip", "netns", "exec", name, command, "listeners").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := string(out); !strings.Contains(got, "network namespace "+name+" of ") || !strings.Contains(got, "Nothing listens") {
		t.Errorf("it saw\n%s\nwant the namespace, and that nothing listens there", got)
	}
}
