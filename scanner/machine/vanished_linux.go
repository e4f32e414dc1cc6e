package machine

import (
	"context"
	"errors"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// Vanished returns a channel that gets word when a listener of the last picture has gone, within some thousandths
// of a second and without anybody asking. It holds one word at most. It gets none after ctx has ended, nor where the
// operating system does not tell: whoever reads it looks now and then all the same. It must not be called twice.
func (m *Machine) Vanished(ctx context.Context) <-chan struct{} {
	vanished := make(chan struct{}, 1)
	deaths, err := openDeaths()
	if err != nil {
		return vanished // looking now and then has to do
	}
	stop := context.AfterFunc(ctx, func() { _ = deaths.Close() })
	go func() {
		defer stop()
		defer func() { _ = deaths.Close() }()
		m.tellDeaths(deaths, vanished)
	}()
	return vanished
}

// openDeaths subscribes to the ends of sockets without a peer.
func openDeaths() (*os.File, error) {
	fd, err := openEnds(destroyedTCP|destroyedUDP, withoutPeer)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "sock_diag"), nil
}

// openEnds returns a socket that hears of the ends of sockets in groups, as far as the filter lets their messages
// through; without one, of all. It does not wait when it is read. It needs no right.
func openEnds(groups uint32, filter []unix.SockFilter) (fd int, err error) {
	fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	// Before the subscription, or the first thousand ends of connections would come through.
	if len(filter) > 0 {
		err = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{
			Len: uint16(len(filter)), Filter: &filter[0],
		})
	}
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups})
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, os.NewSyscallError("subscribe to the ends of sockets", err)
	}
	return fd, nil
}

// The groups that hear of sockets that end are SKNLGRP_INET_TCP_DESTROY, …_UDP_…, and those of IPv6
// (linux/sock_diag.h).
const (
	destroyedTCP = 1<<0 | 1<<2
	destroyedUDP = 1<<1 | 1<<3
)

// withoutPeer lets only messages through that are about sockets without a peer, so that a machine that opens and
// closes thousands of connections does not wake us for each. The peer's port is at 22: a netlink header, and the
// port's place in struct inet_diag_msg.
var withoutPeer = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_H | unix.BPF_ABS, K: unix.SizeofNlMsghdr + 6},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: 0, Jt: 0, Jf: 1},
	{Code: unix.BPF_RET | unix.BPF_K, K: 1 << 18},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
}

// tellDeaths reads until the file is closed.
func (m *Machine) tellDeaths(deaths *os.File, vanished chan<- struct{}) {
	var buf [8 << 10]byte
	for {
		n, err := deaths.Read(buf[:])
		if err != nil && !errors.Is(err, unix.ENOBUFS) {
			return
		}
		// Where there were too many to keep them all, any may have gone.
		rows := parseDiag(buf[:max(0, n)], 0, 0, nil).rows
		if err == nil && !m.last.Load().had(rows) {
			continue
		}
		select {
		case vanished <- struct{}{}:
		default:
		}
	}
}

// had reports whether one of the sockets is a listener of the picture.
func (p *Picture) had(rows []row) bool {
	return p != nil && slices.ContainsFunc(rows, func(r row) bool {
		port := int(r.local.Port())
		return slices.ContainsFunc(p.On(port, port), func(l Listener) bool { return l.Addr == r.local.Addr() })
	})
}
