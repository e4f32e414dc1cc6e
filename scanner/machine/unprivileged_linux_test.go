package machine

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asNobody looks at this machine as a user without rights, after a preparation as root in a mount namespace of its
// own, and returns the picture.
func asNobody(t *testing.T, preparation string) *Picture {
	t.Helper()
	require(t, os.Geteuid() == 0, "only root can become another user")
	cmd := exec.Command("sh", "-c", preparation+` && exec setpriv --reuid 65534 --regid 65534 --clear-groups -- "$0"`, publicCopy(t))
	cmd.Env = append(os.Environ(), "PORTCLASH_TEST_LOOK=1")
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var p Picture
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return &p
}

// publicCopy returns a copy of the test program that everybody may run.
func publicCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for up := dir; strings.HasPrefix(up, os.TempDir()+"/"); up = filepath.Dir(up) {
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	from, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(filepath.Join(dir, "machine.test"), os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Name()
}

// A user without rights sees every listener, of root's only that it is root's; and is told so once.
func TestAnotherUsersListener(t *testing.T) {
	port, _ := listen(t, "tcp6", "[::]")
	for name, preparation := range map[string]string{
		"no rights":              "true",
		"hidepid":                "mount -t proc -o hidepid=2 proc /proc",
		"no network in /proc":    "mount -t proc -o subset=pid proc /proc",
		"no /proc":               "mount -t tmpfs tmpfs /proc",
		"a /proc without /net":   "mount -t tmpfs tmpfs /proc/sys",
		"control groups missing": "mount -t tmpfs tmpfs /sys/fs/cgroup",
	} {
		t.Run(name, func(t *testing.T) {
			p := asNobody(t, preparation)
			found := p.On(port, port)
			if len(found) != 1 || !found[0].V6Only {
				t.Fatalf("found %+v, want root's listener", found)
			}
			o := found[0].Owner
			if !o.Hidden() || o == nil || o.User != "root" || found[0].Pending {
				t.Errorf("the owner is %+v, want no more than root", o)
			}
			if p.Partial == "" || p.MayMiss {
				t.Errorf("partial %q, may miss %v: all listeners are seen, not all owners", p.Partial, p.MayMiss)
			}
		})
	}
}
