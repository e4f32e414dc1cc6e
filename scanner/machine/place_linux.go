package machine

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// findPlaces asks where owners of listeners work, and their kin: in line where no folder can hang, which takes less time
// than waking another thread, and otherwise while its caller does something else. A folder on a file system that does
// not answer cannot be told.
func findPlaces(ctx context.Context, owners []int, kin map[int][]int) (wait func() places) {
	if links, near := nearby(owners, kin); near != nil {
		p := placesOf(owners, kin, func(pid int) string { return sameFolder(pid, links[pid]) }, func(dir string) *Project {
			if p, ok := findProject(dir, func(path string) bool { return answers(near, path) }); ok {
				return p
			}
			return projectOf(ctx, dir)
		})
		return func() places { return p }
	}
	quick := begin(ctx, func() places { return placesOf(owners, kin, workingDir, anyProject) })
	return func() places {
		if p, ok := quick(); ok || ctx.Err() != nil {
			return p
		}
		// One of them hangs: each is asked by itself.
		return placesOf(owners, kin, func(pid int) string {
			dir, _ := inTime(ctx, func() string { return workingDir(pid) })
			return dir
		}, func(dir string) *Project { return projectOf(ctx, dir) })
	}
}

// nearby returns what the system says the working directories are, and the mount points, where each of them answers at
// once; no mount points otherwise. It asks the kernel only.
func nearby(owners []int, kin map[int][]int) (links map[int]string, near map[string]bool) {
	m := openMounts()
	points := m.now()
	links = map[int]string{}
	ask := func(pid int) bool {
		if _, asked := links[pid]; asked {
			return true
		}
		link, err := os.Readlink(proc(pid, "cwd"))
		links[pid] = link
		return err != nil || answers(points, link) && m.shares(pid)
	}
	for _, owner := range owners {
		if !ask(owner) {
			return nil, nil
		}
		for _, up := range kin[owner] {
			if !ask(up) {
				return nil, nil
			}
		}
	}
	return links, points
}

// workingDir returns a folder only when its path leads to the same folder from here: in a container the same path
// is another place, and a folder that was removed is nowhere.
func workingDir(pid int) string {
	dir, err := os.Readlink(proc(pid, "cwd"))
	if err != nil {
		return ""
	}
	return sameFolder(pid, dir)
}

// sameFolder returns the folder where it is what the process works in, seen from here too.
func sameFolder(pid int, dir string) string {
	var theirs, ours unix.Stat_t
	if dir == "" || unix.Stat(proc(pid, "cwd"), &theirs) != nil || unix.Stat(dir, &ours) != nil || theirs.Dev != ours.Dev || theirs.Ino != ours.Ino {
		return ""
	}
	return dir
}
