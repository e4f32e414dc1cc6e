package workspace_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/workspace"
)

// tree lays the files of an archive under a new folder and returns it.
func tree(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// names returns the files that claim something in a folder, relative to it.
func names(t *testing.T, dir string) []string {
	t.Helper()
	files, err := workspace.Read(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return relative(t, dir, files)
}

func relative(t *testing.T, dir string, files []workspace.File) []string {
	t.Helper()
	var names []string
	for _, f := range files {
		rel, err := filepath.Rel(dir, filepath.FromSlash(f.Path))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.ToSlash(rel))
	}
	return names
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What ignore files hide is not read, but a file that a person names for a format is: it is ignored for its
// secrets. A nearer rule is stronger, and a hidden folder hides all that is in it.
func TestIgnoreFiles(t *testing.T) {
	dir := tree(t, `
-- .gitignore --
.env
*.gen.yaml
/build/
logs/*.yaml
!logs/keep.yaml
-- .env --
PORT=3000
-- a.gen.yaml --
url: http://localhost:3001
-- build/.env --
PORT=3002
-- logs/drop.yaml --
url: http://localhost:3003
-- logs/keep.yaml --
url: http://localhost:3004
-- web/.ignore --
!special.gen.yaml
-- web/other.gen.yaml --
url: http://localhost:3005
-- web/special.gen.yaml --
url: http://localhost:3006
-- web/build/settings.yaml --
url: http://localhost:3007
-- node_modules/pkg/.env --
PORT=3008
-- .vscode/settings.yaml --
url: http://localhost:3009
`)
	want(t, names(t, dir), ".env", ".vscode/settings.yaml", "logs/keep.yaml", "web/build/settings.yaml", "web/special.gen.yaml")
}

// The rules of the folders above hold in a folder of a work tree that is read alone.
func TestIgnoreFilesAbove(t *testing.T) {
	dir := tree(t, `
-- .git/info/exclude --
secret.yaml
-- .gitignore --
*.gen.yaml
-- web/a.gen.yaml --
url: http://localhost:3001
-- web/secret.yaml --
url: http://localhost:3002
-- web/b.yaml --
url: http://localhost:3003
`)
	want(t, names(t, filepath.Join(dir, "web")), "b.yaml")
}

// A loop of links ends, a link to a file is read, one to nowhere is passed over.
func TestLinks(t *testing.T) {
	dir := tree(t, `
-- real.env --
PORT=3000
-- sub/x.txt --
`)
	link(t, dir, filepath.Join(dir, "sub", "loop"))
	link(t, filepath.Join(dir, "real.env"), filepath.Join(dir, "sub", ".env"))
	link(t, filepath.Join(dir, "nowhere"), filepath.Join(dir, ".env"))
	want(t, names(t, dir), "real.env", "sub/.env")
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

// What cannot be read is named with its path, and costs nothing but itself.
func TestUnreadable(t *testing.T) {
	dir := tree(t, `
-- .env --
PORT=3000
-- locked/.env --
PORT=3001
`)
	locked := filepath.Join(dir, "locked")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(locked, 0o755) })
	files, err := workspace.Read(t.Context(), dir)
	if os.Geteuid() == 0 {
		want(t, relative(t, dir, files), ".env", "locked/.env") // root reads what it likes
	} else {
		want(t, relative(t, dir, files), ".env")
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), locked) {
			t.Errorf("error %v, want one that names %s", err, locked)
		}
	}
	if _, err := workspace.Read(t.Context(), filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v for a folder that is not there", err)
	}
}

// Files that are no texts, or too large for settings, claim nothing, and cost no memory.
func TestNoText(t *testing.T) {
	dir := tree(t, `
-- ok.env --
PORT=3000
`)
	write(t, filepath.Join(dir, "binary.env"), "PORT=3001\x00")
	write(t, filepath.Join(dir, "invalid.env"), "A=\xff\xfe\nPORT=3002\n")
	write(t, filepath.Join(dir, "bom.env"), "\ufeffPORT=3003\r\n")
	huge := filepath.Join(dir, "huge.env")
	write(t, huge, "PORT=3004\n")
	if err := os.Truncate(huge, 50<<20); err != nil {
		t.Fatal(err)
	}
	want(t, names(t, dir), "bom.env", "invalid.env", "ok.env")
	if f, err := workspace.ReadFile(huge); err != nil || f.Text != "" || f.Claims != nil {
		t.Errorf("a file of 50 MB reads as %d bytes, %v", len(f.Text), err)
	}
	if scanner.MaxText >= 50<<20 {
		t.Error("the test's file is too small")
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A walk that nobody waits for any more ends.
func TestCancelled(t *testing.T) {
	dir := tree(t, "-- .env --\nPORT=3000\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	files, err := workspace.Read(ctx, dir)
	if len(files) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %d files, %v", len(files), err)
	}
}

// A package of a monorepo belongs to all of it; the folder that is worked in belongs to itself where there is no
// work tree, or where that is the home folder with its dotfiles.
func TestProject(t *testing.T) {
	dir := tree(t, `
-- repo/.git/HEAD --
-- repo/web/x.txt --
-- home/.git/HEAD --
-- home/code/x.txt --
-- alone/x.txt --
`)
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", filepath.Join(dir, "home"))
	link(t, filepath.Join(dir, "repo", "web"), filepath.Join(dir, "link"))
	for path, want := range map[string]string{"repo/web": "repo", "link": "repo", "home/code": "home/code", "alone": "alone"} {
		if got := workspace.Project(filepath.Join(dir, path)); got != filepath.ToSlash(filepath.Join(dir, want)) {
			t.Errorf("Project(%s) = %s", path, got)
		}
	}
}

func TestWorkTree(t *testing.T) {
	dir := tree(t, `
-- repo/.git/HEAD --
-- repo/a/b/c.txt --
-- linked/.git --
gitdir: elsewhere
-- linked/a/c.txt --
`)
	for path, want := range map[string]string{"repo/a/b": "repo", "repo": "repo", "linked/a": "linked"} {
		if got := workspace.WorkTree(filepath.Join(dir, path)); got != filepath.Join(dir, want) {
			t.Errorf("WorkTree(%s) = %s", path, got)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	for i := range 200 {
		folder := filepath.Join(dir, "service-"+string(rune('a'+i%26)), strings.Repeat("x", i/26+1))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{".env", "main.go", "config.yaml", "notes.txt"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte("PORT=3000\nurl: http://localhost:3000\n"), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := workspace.Read(b.Context(), dir); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSettings finds the settings that hold for a folder, or for a file: those in it, and those above it up to the top of
// the work tree. Without it, a check of one folder would be another than that of all.
func TestSettings(t *testing.T) {
	dir := tree(t, `-- .portclash.toml --
-- repo/.git/HEAD --
-- repo/.gitignore --
.portclash.toml
-- repo/.portclash.toml --
ignore = [8080]
-- repo/apps/web/.portclash.toml --
-- repo/apps/web/.env --
PORT=3000
-- repo/apps/api/.portclash.toml --
-- loose/.portclash.toml --
-- loose/web/.env --
PORT=3000
`)
	for root, found := range map[string][]string{
		"repo/apps/web":      {"repo/.portclash.toml", "repo/apps/web/.env", "repo/apps/web/.portclash.toml"},
		"repo/apps/web/.env": {"repo/.portclash.toml", "repo/apps/web/.env", "repo/apps/web/.portclash.toml"},
		"repo/apps":          {"repo/.portclash.toml", "repo/apps/api/.portclash.toml", "repo/apps/web/.env", "repo/apps/web/.portclash.toml"},
		"loose/web":          {"loose/web/.env"}, // what is above is another's
		".": {
			".portclash.toml", "loose/.portclash.toml", "loose/web/.env", "repo/.portclash.toml", "repo/apps/api/.portclash.toml", "repo/apps/web/.env", "repo/apps/web/.portclash.toml",
		},
	} {
		files, err := workspace.Read(t.Context(), filepath.Join(dir, root))
		if err != nil {
			t.Fatal(err)
		}
		want(t, relative(t, dir, files), found...)
		if f := files[0]; root != "." && root != "loose/web" && f.Text != "ignore = [8080]\n" {
			t.Errorf("%s has the text %q", f.Path, f.Text)
		}
	}
}
