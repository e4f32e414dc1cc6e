package machine

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A procFolder is /proc, kept open: every search begins there, and where a system call is dear, as in a virtual machine,
// opening takes as long as reading.
type procFolder struct {
	mu              sync.Mutex // held while the folder is read, as where it is read from belongs to all
	folder, loadavg int
}

// openProc opens /proc once for all; where that fails, reading it does.
var openProc = sync.OnceValue(func() *procFolder {
	open := func(path string, flags int) int {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0)
		if err != nil {
			return -1
		}
		return fd
	}
	return &procFolder{folder: open("/proc", unix.O_DIRECTORY), loadavg: open("/proc/loadavg", 0)}
})

// lastPID returns the number that the last new process or thread got.
func (p *procFolder) lastPID() int {
	var buf [128]byte
	n, err := unix.Pread(p.loadavg, buf[:], 0)
	if err != nil {
		return 0
	}
	text := buf[:n]
	fields := bytes.Fields(text)
	if len(fields) == 0 {
		return 0
	}
	pid, _ := strconv.Atoi(string(fields[len(fields)-1]))
	return pid
}

// pids lists the processes from an offset of the folder on, all of them or as many as one read gives.
func (p *procFolder) pids(offset int64, all bool) []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := unix.Seek(p.folder, offset, unix.SEEK_SET); err != nil {
		return nil
	}
	var pids []int
	var names folderNames
	for {
		some := names.read(p.folder)
		for _, name := range some {
			if name[0] < '0' || name[0] > '9' {
				continue
			}
			if pid, err := strconv.Atoi(string(name[:len(name)-1])); err == nil {
				pids = append(pids, pid)
			}
		}
		if !all || names.last {
			return pids
		}
	}
}

// folderNames are what one read of a folder gave.
type folderNames struct {
	buf   [8 << 10]byte
	names [][]byte
	// last is set where the folder's end has been read.
	last bool
}

// read returns the next names in an open folder, none at its end, each with its closing zero byte. They are only good
// until the next read.
func (f *folderNames) read(dir int) [][]byte {
	f.names = f.names[:0]
	n, err := unix.Getdents(dir, f.buf[:])
	for err == unix.EINTR {
		n, err = unix.Getdents(dir, f.buf[:])
	}
	// A read with room left says nothing: it also ends at a signal (fs/readdir.c), of which Go sends itself many.
	f.last = n <= 0 || err != nil
	if f.last {
		return nil
	}
	const header = 19 // of a struct linux_dirent64, before the name
	for b := f.buf[:n]; len(b) > header; {
		size := int(binary.NativeEndian.Uint16(b[16:]))
		if size <= header || size > len(b) {
			break
		}
		name := b[header:size]
		if end := bytes.IndexByte(name, 0); end > 0 {
			f.names = append(f.names, name[:end+1])
		}
		b = b[size:]
	}
	return f.names
}

// holds reports whether a process still has a socket open as the file with that number.
func (h holder) holds(inode uint64) bool {
	var buf [64]byte
	n, err := unix.Readlink("/proc/"+strconv.Itoa(h.pid)+"/fd/"+strconv.Itoa(h.fd), buf[:])
	if err != nil {
		return false
	}
	now, ok := socketOf(buf[:n])
	return ok && now == inode
}

// socketOf reads the inode in "socket:[123]".
func socketOf(link []byte) (uint64, bool) {
	digits, ok := bytes.CutPrefix(link, []byte("socket:["))
	if !ok || len(digits) < 2 || digits[len(digits)-1] != ']' {
		return 0, false
	}
	var inode uint64
	for _, d := range digits[:len(digits)-1] {
		if d < '0' || d > '9' || inode > 1<<60 {
			return 0, false
		}
		inode = inode*10 + uint64(d-'0')
	}
	return inode, true
}

// readLinkAt reads a link whose name ends with a zero byte, without the copies that a string needs.
func readLinkAt(dir int, name, buf []byte) ([]byte, error) {
	n, _, errno := unix.Syscall6(unix.SYS_READLINKAT, uintptr(dir),
		uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)), 0, 0)
	if errno != 0 {
		return nil, errno
	}
	return buf[:n], nil
}

// readSmall reads as much of a file of /proc as fits. It must be one that the kernel writes as a whole for each read,
// so that one which does not fill the buffer is the last.
func readSmall(path string, buf []byte) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = unix.Close(fd) }()
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, err
		}
		return buf[:n], nil
	}
}
