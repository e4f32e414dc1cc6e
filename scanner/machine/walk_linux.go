package machine

import (
	"bytes"
	"context"
	"encoding/binary"
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

	dir  [8 << 10]byte // what is read of a folder
	link [64]byte
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
	_ = w.through(ctx, w.youngest(lastPID()), many) && w.through(ctx, listening(), many)
	return w.found
}

// everywhere goes on where likely has ended, from the newest process to the oldest, and at last through what was left
// of those with many files; those sockets that nobody we may look into holds stay missing. It stops when all are
// found, or ctx ends. Without deep it stops as well where the sockets that are left are likely to be in a process that
// may not be looked into, and reports that it did.
func (w *walk) everywhere(ctx context.Context, deep bool) (found map[uint64]holder, stopped bool) {
	rest := w.all(lastPID())
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

// eldest puts in the place of a holder the parent that has the socket open too and runs the same program, and its
// parent and so on: the one which opened it, not one of its workers. A parent of another name (systemd, a reloader)
// only hands on what it opened for others.
func eldest(holders map[uint64]holder, family *family) {
	parents := map[int]int{} // of the same name
	for inode, h := range holders {
		for range generations {
			parent, known := parents[h.pid]
			if !known {
				parent = namesake(h.pid, family)
				parents[h.pid] = parent
			}
			if parent == 0 {
				break
			}
			up := holder{parent, h.fd} // a child inherits open files under their numbers
			if !up.holds(inode) {
				break
			}
			h = up
			holders[inode] = up
		}
	}
}

// namesake returns the parent of a process where that has the same name, otherwise 0.
func namesake(pid int, family *family) int {
	self, ok := family.member(pid)
	if !ok || self.parent <= 1 {
		return 0
	}
	parent, ok := family.member(self.parent)
	if !ok || parent.name != self.name {
		return 0
	}
	return self.parent
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
	n := 0
	for name := range w.names(dir) {
		if name[0] == '.' {
			continue
		}
		if n++; n <= before {
			continue
		}
		if n > files {
			w.read[pid] = files
			return
		}
		link, err := readLinkAt(dir, name, w.link[:])
		if errors.Is(err, unix.EACCES) {
			w.refuse(pid, err)
			return
		}
		inode, ok := socketOf(link)
		if _, wanted := w.wanted[inode]; !ok || !wanted {
			continue
		}
		fd, _ := strconv.Atoi(string(name[:len(name)-1]))
		w.found[inode] = holder{pid, fd}
		delete(w.wanted, inode)
		if len(w.wanted) == 0 {
			return
		}
	}
}

// refuse remembers whose a process is that may not be looked into.
func (w *walk) refuse(pid int, err error) {
	var about unix.Stat_t
	if (errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM)) && unix.Stat("/proc/"+strconv.Itoa(pid), &about) == nil {
		w.refused[about.Uid] = true
	}
}

// names yields the names in an open folder, each with its closing zero byte, as long as they are not changed.
func (w *walk) names(dir int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for {
			n, err := unix.Getdents(dir, w.dir[:])
			if n <= 0 || err != nil {
				return
			}
			const header = 19 // of a struct linux_dirent64, before the name
			for b := w.dir[:n]; len(b) > header; {
				size := int(binary.NativeEndian.Uint16(b[16:]))
				if size <= header || size > len(b) {
					return
				}
				end := bytes.IndexByte(b[header:size], 0)
				if end > 0 && !yield(b[header:header+end+1]) {
					return
				}
				b = b[size:]
			}
		}
	}
}

// youngest returns the processes that started last, youngest first. Folders in /proc can be read from a number on:
// those of processes begin at 256 (FIRST_PROCESS_ENTRY in the kernel's fs/proc/base.c). Were that not so, the
// result would be other processes, which only costs time.
func (w *walk) youngest(last int) []int {
	const first, span = 256 + 1, 32
	pids := w.pids(int64(first + max(0, last-span)))
	pids = slices.DeleteFunc(pids, func(pid int) bool { return pid > last })
	slices.SortFunc(pids, func(a, b int) int { return b - a })
	return pids[:min(len(pids), newest)]
}

// all returns all processes, youngest first: numbers are given out upwards, and again from below at the end.
func (w *walk) all(last int) []int {
	pids := w.pids(0)
	slices.SortFunc(pids, func(a, b int) int {
		if older := (a > last) != (b > last); older {
			return a - b
		}
		return b - a
	})
	return pids
}

// pids lists the processes in /proc from an offset of its folder on.
func (w *walk) pids(offset int64) []int {
	proc, err := unix.Open("/proc", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = unix.Close(proc) }()
	if offset > 0 {
		if _, err := unix.Seek(proc, offset, unix.SEEK_SET); err != nil {
			return nil
		}
	}
	var pids []int
	for name := range w.names(proc) {
		if name[0] < '0' || name[0] > '9' {
			continue
		}
		if pid, err := strconv.Atoi(string(name[:len(name)-1])); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
