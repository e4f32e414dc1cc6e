package machine

import (
	"bytes"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// lastPID returns the number that the last new process or thread got.
func lastPID() int {
	var buf [128]byte
	text, err := readSmall("/proc/loadavg", buf[:])
	if err != nil {
		return 0
	}
	fields := bytes.Fields(text)
	if len(fields) == 0 {
		return 0
	}
	pid, _ := strconv.Atoi(string(fields[len(fields)-1]))
	return pid
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

// readSmall reads as much of a file of /proc as fits; it gives all of it at once.
func readSmall(path string, buf []byte) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = unix.Close(fd) }()
	read := 0
	for read < len(buf) {
		n, err := unix.Read(fd, buf[read:])
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break
		}
		read += n
	}
	return buf[:read], nil
}
