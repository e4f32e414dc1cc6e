package workspace

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// skipped are folders that never hold the settings of the project they are in, whether or not an ignore file
// says so: other people's code, and what tools keep for themselves.
var skipped = map[string]bool{
	".git": true, ".hg": true, ".svn": true, ".jj": true,
	"node_modules": true, "bower_components": true, "jspm_packages": true,
	".venv": true, "venv": true, "__pycache__": true, "site-packages": true, ".tox": true, ".mypy_cache": true,
	".gradle": true, ".terraform": true, ".next": true, ".nuxt": true, ".svelte-kit": true, ".turbo": true,
	".yarn": true, ".pnpm-store": true, ".cache": true, ".direnv": true,
}

// ignoreFiles are the files with rules, the later ones stronger: what git reads, and what ripgrep and its like do.
var ignoreFiles = []string{".gitignore", ".ignore"}

// rules are the ignore patterns that hold in a folder: its own, and those of the folders above it.
type rules struct {
	above    *rules
	dir      string
	patterns []gitignore.Pattern
}

// in returns the rules for dir, which holds entries.
func (r *rules) in(dir string, entries []fs.DirEntry) *rules {
	own := &rules{above: r, dir: dir}
	for _, name := range ignoreFiles {
		if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name }) {
			own.add(filepath.Join(dir, name))
		}
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".git" }) {
		own.add(filepath.Join(dir, ".git", "info", "exclude"))
	}
	if own.patterns == nil && r != nil {
		return r
	}
	return own
}

func (r *rules) add(path string) {
	text, err := read(path)
	if err != nil {
		return // an unreadable ignore file hides nothing
	}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			r.patterns = append(r.patterns, gitignore.ParsePattern(line, nil))
		}
	}
}

// hide reports whether the rules hide a path: the nearest folder's last pattern that matches decides.
func (r *rules) hide(path string, isDir bool) bool {
	for ; r != nil; r = r.above {
		if len(r.patterns) == 0 {
			continue
		}
		rel, err := filepath.Rel(r.dir, path)
		if err != nil {
			continue
		}
		parts := strings.Split(filepath.ToSlash(rel), "/")
		for _, p := range slices.Backward(r.patterns) {
			if match := p.Match(parts, isDir); match != gitignore.NoMatch {
				return match == gitignore.Exclude
			}
		}
	}
	return false
}

// above returns the rules of the folders over root, an absolute path, up to the work tree that it is in; nil where it is in none.
func above(root string) *rules {
	var r *rules
	for _, dir := range slices.Backward(foldersAbove(root)) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		r = r.in(dir, entries)
	}
	return r
}

// foldersAbove returns the folders over root, an absolute path, up to the top of the git work tree that it is in, the
// nearest first; none where it is in none.
func foldersAbove(root string) []string {
	top := WorkTree(root)
	if top == "" || top == root {
		return nil
	}
	var dirs []string
	for dir := filepath.Dir(root); ; dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
		if dir == top {
			return dirs
		}
	}
}

// Project returns the folder whose programs are one's own when one works in folder: the git work tree around it, so
// that the other packages of a monorepo are, or folder itself. A home folder that is a work tree makes no project
// of all that is in it. Symbolic links are resolved; the path that is returned is slash-separated.
func Project(folder string) string {
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	tree := WorkTree(folder)
	if home, err := os.UserHomeDir(); err == nil {
		if real, err := filepath.EvalSymlinks(home); err == nil && tree == real {
			tree = ""
		}
	}
	if tree == "" {
		tree = folder
	}
	return filepath.ToSlash(tree)
}

// WorkTree returns the folder of the git work tree that an absolute path is in, and "" where it is in none.
func WorkTree(path string) string {
	for {
		if _, err := os.Lstat(filepath.Join(path, ".git")); err == nil {
			return path
		}
		up := filepath.Dir(path)
		if up == path {
			return ""
		}
		path = up
	}
}
