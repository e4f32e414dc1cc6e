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
	// read are the numbers below which the open files of processes were looked at. A file keeps its number, whatever its
	// process opens and closes meanwhile.
	read map[int]int
	// listed are the processes there were when last all of them were looked through, sorted.
	listed []int
	// refused are the users whose processes may not be looked into, as far as met.
	refused map[uint32]bool

	names folderNames
	link  [64]byte
}

const (
	newest = 8       // processes that are looked into first: what has just begun to listen has mostly just started
	few    = 16      // the numbers of any process's open files in the first round are below this
	many   = 128     // those of one that probably listens; listeners are among the first that a process opens
	every  = 1 << 30 // those of what is left
)

// likely returns who holds the sockets, by inode, as far as that is one of the newest processes or of those that are
// known to listen.
func (w *walk) likely(ctx context.Context, sockets []row, listening func() []int) map[uint64]holder {
	w.want(sockets)
	_ = w.through(ctx, w.youngest(openProc().lastPID()), many) && w.through(ctx, listening(), many)
	return w.found
}

// everywhere goes on where likely has ended, from the newest process to the oldest, then through what was left of those
// with many files, and at last through those that have come meanwhile, as a daemon does whose first process opens the
// socket and ends; those sockets that nobody we may look into holds stay missing. It stops when all are
// found, or ctx ends. Without deep it stops as well where the sockets that are left are likely to be in a process that
// may not be looked into, and reports that it did.
func (w *walk) everywhere(ctx context.Context, deep bool) (found map[uint64]holder, stopped bool) {
	rest := w.all(openProc().lastPID())
	w.listed = slices.Sorted(slices.Values(rest))
	if !w.through(ctx, rest, few) {
		return w.found, false
	}
	if !deep && w.suspects() {
		return w.found, true
	}
	if w.through(ctx, rest, many) && w.through(ctx, rest, every) {
		var born []int
		born, w.listed = bornSince(w.listed)
		w.through(ctx, born, every)
	}
	return w.found, false
}

// bornSince returns the processes that are not among the listed ones, and all that there are, both sorted.
func bornSince(listed []int) (born, all []int) {
	all = openProc().pids(0, true)
	slices.Sort(all)
	born = slices.DeleteFunc(slices.Clone(all), func(pid int) bool {
		_, before := slices.BinarySearch(listed, pid)
		return before
	})
	return born, all
}

// through looks through the open files of processes up to a number, and reports whether there is something left to find.
func (w *walk) through(ctx context.Context, pids []int, below int) bool {
	for _, pid := range pids {
		if len(w.wanted) == 0 || ctx.Err() != nil {
			return false
		}
		w.process(pid, below)
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

// process looks through the open files of a process whose numbers were not reached yet, up to one.
func (w *walk) process(pid, below int) {
	from := w.read[pid]
	if from >= below {
		return
	}
	w.read[pid] = every // unless there are more
	dir, err := unix.Open("/proc/"+strconv.Itoa(pid)+"/fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		w.refuse(pid, err)
		return // or it has ended
	}
	defer func() { _ = unix.Close(dir) }()
	if from > 0 {
		const dots = 2                                         // the folder's own two entries, which stand in front of file 0 (proc_readfd_common in fs/proc/fd.c)
		_, _ = unix.Seek(dir, int64(from+dots), unix.SEEK_SET) // or they are read once more
	}
	for {
		names := w.names.read(dir)
		if len(names) == 0 {
			return
		}
		files := slices.DeleteFunc(names, func(name []byte) bool { return name[0] == '.' })
		within := files
		for len(within) > 0 && fileNumber(within[len(within)-1]) >= below {
			within = within[:len(within)-1]
		}
		// From the last one on: what a program listens on it has opened after what its language opens for itself.
		for _, name := range slices.Backward(within) {
			if !w.file(pid, dir, name) {
				return
			}
		}
		if len(within) < len(files) {
			w.read[pid] = below
			return
		}
		if w.names.last {
			return
		}
	}
}

// fileNumber reads the name of an open file, with its closing zero byte.
func fileNumber(name []byte) int {
	n := 0
	for _, digit := range name[:len(name)-1] {
		n = n*10 + int(digit-'0')
	}
	return n
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
	w.found[inode] = holder{pid, fileNumber(name)}
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
