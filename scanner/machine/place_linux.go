package machine

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// findPlaces asks where owners of listeners work, and their kin, while its caller does something else. A folder on a
// file system that does not answer cannot be told.
func findPlaces(ctx context.Context, owners []int, kin map[int][]int) (wait func() places) {
	quick := begin(ctx, func() places { return placesOf(owners, kin, workingDir, findProject) })
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

// workingDir returns a folder only when its path leads to the same folder from here: in a container the same path
// is another place, and a folder that was removed is nowhere.
func workingDir(pid int) string {
	dir, err := os.Readlink(proc(pid, "cwd"))
	if err != nil {
		return ""
	}
	var theirs, ours unix.Stat_t
	if unix.Stat(proc(pid, "cwd"), &theirs) != nil || unix.Stat(dir, &ours) != nil || theirs.Dev != ours.Dev || theirs.Ino != ours.Ino {
		return ""
	}
	return dir
}
