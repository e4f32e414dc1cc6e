package machine

import (
	"os"
	"path"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Mounts are what is mounted where this process looks, so that folders which answer at once are asked in line: what
// another machine or program keeps (NFS, SMB, FUSE) may never answer.
type mounts struct {
	mu    sync.Mutex
	file  int    // /proc/self/mountinfo, -1 where there is none
	space string // the mount namespace, empty where it is not told
	// near tells of each mount point whether all that is mounted there answers at once.
	near map[string]bool
}

// localFileSystems are kept by the kernel and this machine's disks alone. What lies beneath an overlay is not told, so
// that is none.
var localFileSystems = map[string]bool{
	"ext2": true, "ext3": true, "ext4": true, "xfs": true, "btrfs": true, "zfs": true, "f2fs": true, "bcachefs": true, "jfs": true,
	"tmpfs": true, "ramfs": true, "rootfs": true, "squashfs": true, "erofs": true, "iso9660": true, "vfat": true, "exfat": true, "ntfs3": true,
}

// openMounts opens the table once for all.
var openMounts = sync.OnceValue(func() *mounts {
	m := &mounts{}
	fd, err := unix.Open("/proc/self/mountinfo", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		fd = -1
	}
	m.file = fd
	m.space, _ = os.Readlink("/proc/self/ns/mnt")
	return m
})

// now returns the mount points as near has them, none where the table cannot be read. They are never changed.
func (m *mounts) now() map[string]bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	changed, err := m.changed()
	switch {
	case err != nil:
		return nil
	case m.near != nil && !changed:
		return m.near
	}
	m.near = nil
	text, err := m.read()
	if err != nil {
		return nil
	}
	if changed, err := m.changed(); err != nil || changed {
		return nil // while it was read: it is read again the next time
	}
	m.near = parseMounts(text)
	return m.near
}

// changed reports whether anything was mounted or unmounted since it was last asked (proc_pid_mounts(5)).
func (m *mounts) changed() (bool, error) {
	about := []unix.PollFd{{Fd: int32(m.file), Events: unix.POLLPRI}}
	if _, err := unix.Poll(about, 0); err != nil {
		return true, os.NewSyscallError("poll", err)
	}
	if about[0].Revents&unix.POLLNVAL != 0 || m.file < 0 {
		return true, unix.EBADF
	}
	return about[0].Revents&unix.POLLPRI != 0, nil
}

func (m *mounts) read() (string, error) {
	var text []byte
	var buf [16 << 10]byte
	for {
		n, err := unix.Pread(m.file, buf[:], int64(len(text)))
		if err != nil || n == 0 {
			return string(text), err
		}
		text = append(text, buf[:n]...)
	}
}

// parseMounts reads the text of /proc/PID/mountinfo (proc_pid_mountinfo(5)): "36 35 98:0 /mnt1 /mnt2 rw master:1 - ext3
// /dev/root rw", with spaces in names as \040.
func parseMounts(text string) map[string]bool {
	near := map[string]bool{}
	for line := range strings.Lines(text) {
		about, system, ok := strings.Cut(line, " - ")
		fields, kind := strings.Fields(about), strings.Fields(system)
		if !ok || len(fields) < 5 || len(kind) == 0 {
			continue
		}
		at := unescapeMount.Replace(fields[4])
		before, more := near[at]
		near[at] = localFileSystems[kind[0]] && (before || !more)
	}
	return near
}

var unescapeMount = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

// answers reports whether all that lies on the way to a path without symbolic links answers at once, where these are
// the mount points.
func answers(near map[string]bool, at string) bool {
	for {
		local, mounted := near[at]
		switch {
		case mounted && !local, !path.IsAbs(at):
			return false
		case at == "/":
			return mounted
		}
		at = path.Dir(at)
	}
}

// shares reports whether a process sees the same folders under the same names.
func (m *mounts) shares(pid int) bool {
	space, err := os.Readlink(proc(pid, "ns/mnt"))
	return err == nil && space == m.space
}
