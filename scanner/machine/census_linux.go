package machine

import (
	"bytes"
	"runtime"

	"golang.org/x/sys/unix"
)

// A census tells whether the UDP sockets may be others than before, for a twentieth of what listing them costs: there the
// kernel walks through a table that is mostly empty, once for each family. It is not for concurrent use.
type census struct {
	tallies []tally
	ends    int // hears of UDP sockets that end
	buf     [1 << 10]byte
}

// A tally is a file of the kernel that says how many UDP sockets of a family have a port (proc_net(5)).
type tally struct {
	fd     int
	before string
	count  int // what it said last
}

// newCensus opens what it reads. It returns nil where the kernel does not tell enough. It is closed when it is no longer
// used.
func newCensus() *census {
	ends, err := openEnds(destroyedUDP, nil)
	if err != nil {
		return nil
	}
	fds := []int{ends}
	discard := func(fds []int) {
		for _, fd := range fds {
			_ = unix.Close(fd)
		}
	}
	// That one has ended is all there is to know: of many, the kernel need not keep word.
	_ = unix.SetsockoptInt(ends, unix.SOL_SOCKET, unix.SO_RCVBUF, 1)
	c := &census{ends: ends}
	for _, t := range []struct{ path, before string }{
		{"/proc/net/sockstat", "\nUDP: inuse "},
		{"/proc/net/sockstat6", "\nUDP6: inuse "},
	} {
		fd, err := unix.Open(t.path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		switch {
		case err == nil:
			fds = append(fds, fd)
			c.tallies = append(c.tallies, tally{fd: fd, before: t.before, count: -1})
		case err != unix.ENOENT || len(c.tallies) == 0: // without IPv6 there is no sockstat6
			discard(fds)
			return nil
		}
	}
	runtime.AddCleanup(c, discard, fds)
	return c
}

// differs reports whether a UDP socket may have come or gone since it was last called; the first time one may. It tells of
// each, but the next call does where one comes while another goes, as the kernel tells of ends a moment later. It allocates
// nothing.
func (c *census) differs() bool {
	differs := c.ended()
	for i := range c.tallies {
		t := &c.tallies[i]
		n, err := unix.Pread(t.fd, c.buf[:], 0)
		count, ok := countAfter(c.buf[:max(0, n)], t.before)
		// Where it cannot be read, any may have.
		differs = differs || err != nil || !ok || count != t.count
		t.count = count
	}
	return differs
}

// ended reports whether a UDP socket has ended since it was last called. The counts alone do not tell of one that took
// the place of another.
func (c *census) ended() (ended bool) {
	for range 16 { // a machine on which they end faster than they are read keeps nobody here
		if _, err := unix.Read(c.ends, c.buf[:]); err == unix.EAGAIN {
			return ended
		}
		ended = true
	}
	return true
}

// countAfter returns the number after a word, and whether there is one.
func countAfter(text []byte, word string) (n int, ok bool) {
	_, rest, _ := bytes.Cut(text, []byte(word))
	for ; len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9'; rest = rest[1:] {
		n, ok = 10*n+int(rest[0]-'0'), true
	}
	return n, ok
}
