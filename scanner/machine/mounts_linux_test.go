package machine

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func TestAnswers(t *testing.T) {
	near := parseMounts(`22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:21 / /proc rw shared:5 - proc proc rw
30 22 0:44 / /home/me/net rw,relatime shared:20 master:3 - nfs4 nas:/export rw,vers=4.2
31 30 8:1 / /home/me/net/disk rw - xfs /dev/sda1 rw
32 22 8:2 / /my\040disk rw - btrfs /dev/sdb1 rw
33 32 0:50 / /my\040disk/shop/.git rw - fuse.sshfs me@nas:/git rw
34 22 0:51 / /srv rw - autofs systemd-1 rw,fd=61
35 34 8:3 / /srv rw - ext4 /dev/sdc1 rw
36 22 0:52 / /var/lib rw - overlay overlay rw,lowerdir=/net/a
not a line
37 22 8:4 / /cut rw -
`)
	for path, want := range map[string]bool{
		"/": true, "/home/me/shop": true, "/my disk/shop": true, "/my disk/other/.git": true, "/home/me/network": true,
		"/proc/1":           false,
		"/home/me/net/shop": false,
		// the way leads through the other machine's
		"/home/me/net/disk/shop": false,
		"/my disk/shop/.git":     false,
		"/srv/app":               false,
		"/var/lib/app":           false,
		"":                       false,
		"shop":                   false,
		"(unreachable)/shop":     false,
	} {
		if got := answers(near, path); got != want {
			t.Errorf("%q answers at once: %v, want %v", path, got, want)
		}
	}
	if answers(nil, "/") {
		t.Error("without a table there is nothing that answers")
	}
}

// The table is read once, as long as nothing is mounted.
func TestMounts(t *testing.T) {
	m := openMounts()
	points := m.now()
	if _, ok := points["/"]; !ok {
		t.Fatalf("nothing is mounted on /: %v", points)
	}
	if again := m.now(); !maps.Equal(again, points) {
		t.Errorf("again there is %v, want %v", again, points)
	}
	if answers(points, "/proc/self/fd") {
		t.Error("/proc is no disk")
	}
	if !m.shares(os.Getpid()) || m.shares(1<<30) {
		t.Error("this process shares its own folders, and with nobody who is not there")
	}
}

// In line nothing is looked at that leads elsewhere.
func TestFindProjectNearby(t *testing.T) {
	base := resolve(t.TempDir())
	put := func(path, text string) {
		t.Helper()
		path = filepath.Join(base, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("shop/.git/HEAD", "ref: refs/heads/main\n")
	put("fix/.git", "gitdir: /net/shop/.git/worktrees/fix\n")
	put("old/.git/config", "")
	if err := os.Symlink("/net/HEAD", base+"/old/.git/HEAD"); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	near := func(path string) bool {
		asked[path] = true
		return path != base+"/far/.git"
	}
	if p, ok := findProject(base+"/shop/web", near); !ok || p == nil || p.Branch != "main" || p.Folder != base+"/shop" {
		t.Errorf("found %+v, %v, want the shop", p, ok)
	}
	if !asked[base+"/shop/web/.git"] || !asked[base+"/shop/.git"] {
		t.Errorf("asked only whether %v are near", asked)
	}
	for _, dir := range []string{"/fix", "/old", "/far"} {
		if p, ok := findProject(base+dir, near); ok {
			t.Errorf("%s is of %+v, want no answer", dir, p)
		}
	}
}

func FuzzParseMounts(f *testing.F) {
	f.Add("22 1 254:1 / /a\\040b rw shared:1 - ext4 /dev/vda1 rw\n", "/a b/c")
	f.Fuzz(func(t *testing.T, text, path string) {
		if answers(parseMounts(text), path) && path[0] != '/' {
			t.Errorf("%q answers at once with %q", path, text)
		}
	})
}
