package machine

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// findPlaces asks where owners of listeners work, and their kin: in line where no folder can hang, which takes less time
// than waking another thread, and otherwise while its caller does something else. A folder on a file system that does
// not answer cannot be told. What the owners have shown is in their order.
func findPlaces(ctx context.Context, owners []int, kin map[int][]int, shown []imprint) (wait func() places) {
	if links, near := nearby(owners, kin, shown); near != nil {
		seen := map[string]string{} // among processes that see the same folders, a path leads to the same one
		p := placesOf(owners, kin, func(pid int) string {
			link := links[pid]
			dir, known := seen[link]
			if !known {
				dir = sameFolder(pid, link)
				seen[link] = dir
			}
			return dir
		}, func(dir string) *Project {
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
func nearby(owners []int, kin map[int][]int, shown []imprint) (links map[int]string, near map[string]bool) {
	m := openMounts()
	points := m.now()
	links = map[int]string{}
	near = points
	ask := func(pid int, link string) {
		links[pid] = link
		if link != "" && !(answers(points, link) && m.shares(pid)) {
			near = nil
		}
	}
	for i, owner := range owners {
		ask(owner, shown[i].dir)
	}
	for _, owner := range owners {
		for _, up := range kin[owner] {
			if _, asked := links[up]; !asked && near != nil {
				link, _ := os.Readlink(proc(up, "cwd"))
				ask(up, link)
			}
		}
	}
	return links, near
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
