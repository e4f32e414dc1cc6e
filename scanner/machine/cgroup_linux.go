package machine

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// cgroups tell what can be told of a socket whose process may not be looked into: the kernel says who opened it and
// in which control group, to anybody.
type cgroups struct {
	paths  map[uint64]string // by the inode of the group's folder
	owners map[hint]*Owner
}

// A hint is what the kernel tells of a socket's owner itself.
type hint struct {
	uid    uint32
	cgroup uint64
}

// cgroupRoots are where the unified hierarchy is mounted: alone, or beside the older ones.
var cgroupRoots = []string{"/sys/fs/cgroup/unified", "/sys/fs/cgroup"}

// hidden returns the owner of such a socket, the same one for the same hint.
func (c *cgroups) hidden(ctx context.Context, r row) *Owner {
	h := hint{r.uid, r.cgroup}
	if o := c.owners[h]; o != nil {
		return o
	}
	o := &Owner{User: userName(r.uid)}
	if r.cgroup != 0 {
		o.cgroup = c.path(ctx, r.cgroup)
		o.Service = serviceOf(o.cgroup)
	}
	if c.owners == nil {
		c.owners = map[hint]*Owner{}
	}
	c.owners[h] = o
	return o
}

// path returns the path of a control group in its hierarchy, and "" where it is not found.
func (c *cgroups) path(ctx context.Context, inode uint64) string {
	if path, ok := c.paths[inode]; ok {
		return path
	}
	c.paths = map[uint64]string{inode: ""} // not to be looked for twice
	for _, root := range cgroupRoots {
		var about unix.Statfs_t
		if unix.Statfs(root, &about) != nil || about.Type != unix.CGROUP2_SUPER_MAGIC {
			continue
		}
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			var folder unix.Stat_t
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil || !d.IsDir():
				return nil
			case unix.Stat(path, &folder) == nil:
				c.paths[folder.Ino] = strings.TrimPrefix(path, root)
			}
			return nil
		})
		break
	}
	return c.paths[inode]
}
