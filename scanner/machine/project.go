package machine

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// A Project is a git work tree (gitrepository-layout(5)). It is never changed.
type Project struct {
	// Folder is the work tree's uppermost folder, with slashes and symbolic links resolved.
	Folder string
	// Branch is what is checked out there, empty where that is no branch.
	Branch string
	// WorktreeOf is the folder of the main work tree where this is a linked one (git-worktree(1)), otherwise empty.
	WorktreeOf string
}

// projectOf returns the project that a folder is in, nil where it is in none that can be read in time. The home
// folder is none, even where somebody keeps their settings there by git.
func projectOf(ctx context.Context, dir string) *Project {
	if dir == "" {
		return nil
	}
	p, _ := inTime(ctx, func() *Project { return anyProject(dir) })
	return p
}

// anyProject is projectOf for whoever can wait.
func anyProject(dir string) *Project {
	p, _ := findProject(dir, nil)
	return p
}

// findProject returns the project that a folder is in, nil where it is in none. With near it looks only at files that
// near is true of and that lead nowhere else, and returns false where that does not tell.
func findProject(dir string, near func(path string) bool) (_ *Project, ok bool) {
	dir = filepath.FromSlash(dir)
	home, _ := os.UserHomeDir()
	for {
		git := filepath.Join(dir, ".git")
		if near != nil && !near(git) {
			return nil, false
		}
		about, err := os.Lstat(git)
		switch {
		case err == nil && dir == home:
			return nil, true
		case err == nil && about.IsDir():
			if head, err := os.Lstat(filepath.Join(git, "HEAD")); near != nil && (err != nil || !head.Mode().IsRegular()) {
				return nil, false
			}
			return &Project{Folder: filepath.ToSlash(dir), Branch: branchOf(git)}, true
		case err == nil:
			if near != nil {
				return nil, false
			}
			return linked(dir, git), true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, true
		}
		dir = up
	}
}

// linked reads the .git file of a linked work tree or of a submodule: "gitdir: /home/me/shop/.git/worktrees/fix".
func linked(dir, file string) *Project {
	p := &Project{Folder: filepath.ToSlash(dir)}
	git, ok := strings.CutPrefix(firstLineOf(file), "gitdir: ")
	if !ok {
		return p
	}
	git = absolute(dir, git)
	p.Branch = branchOf(git)
	common := firstLineOf(filepath.Join(git, "commondir"))
	if common == "" {
		return p // a submodule, which is a part of the project around it
	}
	common = absolute(git, common)
	p.WorktreeOf = filepath.ToSlash(common) // a bare repository has no folder of its own beside it
	if filepath.Base(common) == ".git" {
		p.WorktreeOf = resolve(filepath.Dir(common))
	}
	return p
}

func branchOf(git string) string {
	branch, ok := strings.CutPrefix(firstLineOf(filepath.Join(git, "HEAD")), "ref: refs/heads/")
	if !ok {
		return "" // a commit
	}
	return branch
}

func absolute(base, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// firstLineOf returns the first line of a small file, empty where it cannot be read.
func firstLineOf(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimRight(line, "\r")
}
