package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server/check"
)

// files are what the paths of a command line name.
type files struct {
	// root is the folder that paths are shown relative to: the deepest that holds all that was named.
	root string
	// folders are the roots that were named, the folder of each where it is a file.
	folders []string
	found   []workspace.File
}

// readFiles reads the files and folders that are named, the current folder where none is. What cannot be read is
// in the error, each with its path; the rest is returned beside it.
func readFiles(c *call, paths []string) (files, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	debug.SetGCPercent(400) // this process ends when it has printed: memory is cheaper than collecting it
	var f files
	var errs []error
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		info, err := os.Stat(abs)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		folder := abs
		if !info.IsDir() {
			folder = filepath.Dir(abs)
		}
		f.folders = append(f.folders, folder)
		found, err := workspace.Read(c.ctx, abs)
		f.found = append(f.found, found...)
		errs = append(errs, err)
	}
	slices.SortFunc(f.found, func(a, b workspace.File) int { return strings.Compare(a.Path, b.Path) })
	f.found = slices.CompactFunc(f.found, func(a, b workspace.File) bool { return a.Path == b.Path })
	f.root = common(f.folders)
	known := check.Supplied(f.known())
	for i, file := range f.found {
		f.found[i].Claims = known[file.Path].Claims
	}
	return f, errors.Join(errs...)
}

// known returns the files by their paths.
func (f files) known() map[string]check.File {
	known := make(map[string]check.File, len(f.found))
	for _, file := range f.found {
		known[file.Path] = check.File{Path: file.Path, Text: file.Text, Claims: file.Claims}
	}
	return known
}

// world returns what there is to judge by: the files, and a picture of the machine or nil.
func (f files) world(picture *machine.Picture) *check.World {
	return check.NewWorld(roots(f.folders), f.known(), picture)
}

// roots returns what counts as this workspace.
func roots(folders []string) []string {
	var all []string
	for _, folder := range folders {
		all = append(all, workspace.Project(folder))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// relative returns a path of the files as outputs show it: below root, with slashes.
func (f files) relative(path string) string {
	rel, err := filepath.Rel(f.root, filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// above reports whether a file is in none of the folders that were named, but in one above them.
func (f files) above(path string) bool { return strings.HasPrefix(f.relative(path), "../") }

// common returns the deepest folder that holds all of them.
func common(folders []string) string {
	if len(folders) == 0 {
		return ""
	}
	root := folders[0]
	for _, f := range folders[1:] {
		for root != filepath.Dir(root) && f != root && !strings.HasPrefix(f, root+string(filepath.Separator)) {
			root = filepath.Dir(root)
		}
	}
	return root
}

// complain prints what could not be read, a line each, and returns the failure that goes with it.
func complain(c *call, err error) error {
	if err == nil {
		return nil
	}
	fmt.Fprintln(c.stderr, strings.ReplaceAll("portclash: "+err.Error(), "\n", "\nportclash: "))
	return exit(exitFailed)
}
