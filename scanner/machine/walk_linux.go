package machine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// A holder is a process that has a socket open.
type holder struct{ pid, fd int }

// A walk looks through the open files of processes for sockets. Each link read costs some five millionths of a
// second, and a busy machine has tens of thousands; so the order decides. It is not for concurrent use.
type walk struct {
	wanted map[uint64]uint32 // the users that opened the sockets, by inode
	found  map[uint64]holder
	read   map[int]int // how many files of a process were read; every is more than any has
	// refused are the users whose processes may not be looked into, as far as met.
	refused map[uint32]bool

	names folderNames
	link  [64]byte
}

const (
	newest = 8       // processes that are looked into first: what has just begun to listen has mostly just started
	few    = 16      // open files of any process in the first round
	many   = 128     // of one that probably listens; listeners are among the first that a process opens
	every  = 1 << 30 // of those that are left
)

// likely returns who holds the sockets, by inode, as far as that is one of the newest processes or of those that are
// known to listen.
func (w *walk) likely(ctx context.Context, sockets []row, listening func() []int) map[uint64]holder {
	w.want(sockets)
	_ = w.through(ctx, w.youngest(openProc().lastPID()), many) && w.through(ctx, listening(), many)
	return w.found
}

// everywhere goes on where likely has ended, from the newest process to the oldest, and at last through what was left
// of those with many files; those sockets that nobody we may look into holds stay missing. It stops when all are
// found, or ctx ends. Without deep it stops as well where the sockets that are left are likely to be in a process that
// may not be looked into, and reports that it did.
func (w *walk) everywhere(ctx context.Context, deep bool) (found map[uint64]holder, stopped bool) {
	rest := w.all(openProc().lastPID())
	if !w.through(ctx, rest, few) {
		return w.found, false
	}
	if !deep && w.suspects() {
		return w.found, true
	}
	_ = w.through(ctx, rest, many) && w.through(ctx, rest, every)
	return w.found, false
}

// through looks through so many open files of processes, and reports whether there is something left to find.
func (w *walk) through(ctx context.Context, pids []int, files int) bool {
	for _, pid := range pids {
		if len(w.wanted) == 0 || ctx.Err() != nil {
			return false
		}
		w.process(pid, files)
	}
	return len(w.wanted) > 0
}

// among looks through the given processes only.
func (w *walk) among(ctx context.Context, sockets []row, pids []int) map[uint64]holder {
	w.want(sockets)
	w.through(ctx, pids, every)
	return w.found
}

// drop gives up sockets that are not worth looking for any more.
func (w *walk) drop(gone func(inode uint64) bool) {
	maps.DeleteFunc(w.wanted, func(inode uint64, _ uint32) bool { return gone(inode) })
}

// suspects reports whether each of the sockets that are left was opened by a user whose processes refuse.
func (w *walk) suspects() bool {
	for _, uid := range w.wanted {
		if !w.refused[uid] {
			return false
		}
	}
	return true
}

func (w *walk) want(sockets []row) {
	w.wanted, w.found = make(map[uint64]uint32, len(sockets)), map[uint64]holder{}
	w.read, w.refused = map[int]int{}, map[uint32]bool{}
	for _, s := range sockets {
		w.wanted[s.inode] = s.uid
	}
}

// process looks through the open files of a process that were not read yet, up to so many in all.
func (w *walk) process(pid, files int) {
	before := w.read[pid]
	if before >= files {
		return
	}
	w.read[pid] = every // unless there are more
	dir, err := unix.Open("/proc/"+strconv.Itoa(pid)+"/fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		w.refuse(pid, err)
		return // or it has ended
	}
	defer func() { _ = unix.Close(dir) }()
	for passed := 0; ; {
		names := w.names.read(dir)
		if len(names) == 0 {
			return
		}
		numbers := slices.DeleteFunc(names, func(name []byte) bool { return name[0] == '.' })
		from, to := max(0, before-passed), min(len(numbers), files-passed)
		// From the last one on: what a program listens on it has opened after what its language opens for itself.
		for i := to - 1; i >= from; i-- {
			if !w.file(pid, dir, numbers[i]) {
				return
			}
		}
		if passed += len(numbers); passed > files {
			w.read[pid] = files
			return
		}
		if w.names.last {
			return
		}
	}
}

// file looks at one open file of a process, and reports whether there is any use in looking at another.
func (w *walk) file(pid, dir int, name []byte) bool {
	link, err := readLinkAt(dir, name, w.link[:])
	if errors.Is(err, unix.EACCES) {
		w.refuse(pid, err)
		return false
	}
	inode, ok := socketOf(link)
	if _, wanted := w.wanted[inode]; !ok || !wanted {
		return true
	}
	fd, _ := strconv.Atoi(string(name[:len(name)-1]))
	w.found[inode] = holder{pid, fd}
	delete(w.wanted, inode)
	return len(w.wanted) > 0
}

// refuse remembers whose a process is that may not be looked into.
func (w *walk) refuse(pid int, err error) {
	var about unix.Stat_t
	if (errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM)) && unix.Stat("/proc/"+strconv.Itoa(pid), &about) == nil {
		w.refused[about.Uid] = true
	}
}

// youngest returns the processes that started last, youngest first. Folders in /proc can be read from a number on:
// those of processes begin at 256 (FIRST_PROCESS_ENTRY in the kernel's fs/proc/base.c). Were that not so, the
// result would be other processes, which only costs time.
func (w *walk) youngest(last int) []int {
	const first, span = 256 + 1, 32
	pids := openProc().pids(int64(first+max(0, last-span)), false)
	pids = slices.DeleteFunc(pids, func(pid int) bool { return pid > last })
	slices.SortFunc(pids, func(a, b int) int { return b - a })
	return pids[:min(len(pids), newest)]
}

// all returns all processes, youngest first: numbers are given out upwards, and again from below at the end.
func (w *walk) all(last int) []int {
	pids := openProc().pids(0, true)
	slices.SortFunc(pids, func(a, b int) int {
		if older := (a > last) != (b > last); older {
			return a - b
		}
		return b - a
	})
	return pids
}
