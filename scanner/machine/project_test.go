package machine

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
)

// What git itself makes is read as git means it.
func TestProjectOf(t *testing.T) {
	base := resolve(t.TempDir())
	git := func(dir string, args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=k", "-c", "user.email=k@example.com", "-c", "protocol.file.allow=always"}, args...)...)
		cmd.Dir = filepath.FromSlash(dir)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	mkdir := func(dir string) string {
		t.Helper()
		if err := os.MkdirAll(filepath.FromSlash(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	shop, lib := mkdir(base+"/shop"), mkdir(base+"/lib")
	for _, dir := range []string{shop, lib} {
		git(dir, "init", "-q", "-b", "main")
		git(dir, "commit", "-q", "--allow-empty", "-m", "Begin")
	}
	git(shop, "worktree", "add", "-q", "-b", "fix/login", "../shop-fix")
	git(shop, "worktree", "add", "-q", "--detach", ".trees/old")
	git(shop, "submodule", "--quiet", "add", "../lib", "lib")
	git(base, "clone", "-q", "--bare", "shop", "bare.git")
	git(base+"/bare.git", "worktree", "add", "-q", "-b", "work", "../work")
	for dir, want := range map[string]*Project{
		shop:                          {Folder: shop, Branch: "main"},
		mkdir(shop + "/web/src"):      {Folder: shop, Branch: "main"},
		base + "/shop-fix":            {Folder: base + "/shop-fix", Branch: "fix/login", WorktreeOf: shop},
		mkdir(shop + "/.trees/old/a"): {Folder: shop + "/.trees/old", WorktreeOf: shop},
		shop + "/lib":                 {Folder: shop + "/lib", Branch: "main"},
		base + "/work":                {Folder: base + "/work", Branch: "work", WorktreeOf: base + "/bare.git"},
		base:                          nil,
		base + "/gone":                nil,
		"":                            nil,
	} {
		if got := projectOf(t.Context(), dir); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is of %+v, want %+v", dir, got, want)
		}
	}
	// The home folder kept by git is no project.
	t.Setenv("HOME", filepath.FromSlash(shop))
	t.Setenv("USERPROFILE", filepath.FromSlash(shop))
	if got := projectOf(t.Context(), shop+"/web"); got != nil {
		t.Errorf("what lies in a home folder is of %+v", got)
	}
}
