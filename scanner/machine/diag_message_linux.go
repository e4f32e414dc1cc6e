package machine

import (
	"encoding/binary"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// A row is a socket as the kernel tells of it. Two rows are equal when nothing that matters here has changed.
type row struct {
	// cookie is the socket's own number, which no other socket gets until the machine restarts. Rows of /proc/net
	// have their inode there.
	cookie uint64
	// inode is what the links in /proc/PID/fd have, 0 for a socket that no process holds any more.
	inode uint64
	// cgroup is the inode of the folder of its control group, 0 where that is not told.
	cgroup      uint64
	local, peer netip.AddrPort // unmapped, without zone
	uid         uint32         // of whoever opened it
	protocol    uint8          // IPPROTO_TCP or IPPROTO_UDP, 0 for a socket that ended where it is not told
	state       uint8
	v6only      v6only
}

// v6only says whether a socket of IPv6 leaves IPv4 alone.
type v6only uint8

const (
	untold v6only = iota
	both
	alone
)

// An answer is what one read of a netlink socket gave.
type answer struct {
	rows []row
	// done is set when the kernel has said all.
	done bool
	// disturbed is set when sockets came or went while the kernel told of them, so that some may be missing.
	disturbed bool
	err       error
}

// parseDiag appends to rows the sockets that a read gave, of the messages with a sequence number.
func parseDiag(b []byte, seq uint32, protocol uint8, rows []row) answer {
	a := answer{rows: rows}
	for len(b) >= unix.SizeofNlMsghdr {
		size := int(binary.NativeEndian.Uint32(b))
		kind := binary.NativeEndian.Uint16(b[4:])
		flags := binary.NativeEndian.Uint16(b[6:])
		if size < unix.SizeofNlMsghdr || size > len(b) {
			a.err = os.NewSyscallError("netlink", unix.EBADMSG)
			return a
		}
		body := b[unix.SizeofNlMsghdr:size]
		mine := binary.NativeEndian.Uint32(b[8:]) == seq
		b = b[min(align(size), len(b)):]
		if !mine {
			continue
		}
		a.disturbed = a.disturbed || flags&unix.NLM_F_DUMP_INTR != 0
		switch kind {
		case unix.NLMSG_DONE:
			a.done = true
		case unix.NLMSG_ERROR:
			a.done = true
			if len(body) >= 4 {
				if code := int32(binary.NativeEndian.Uint32(body)); code != 0 {
					a.err = os.NewSyscallError("netlink", unix.Errno(-code))
				}
			}
		default:
			if r, ok := parseRow(body, protocol); ok {
				a.rows = append(a.rows, r)
			}
		}
	}
	return a
}

// parseRow reads a struct inet_diag_msg and its attributes.
func parseRow(b []byte, protocol uint8) (row, bool) {
	if len(b) < sizeofDiagMsg {
		return row{}, false
	}
	family := b[0]
	r := row{
		state:    b[1],
		protocol: protocol,
		local:    netip.AddrPortFrom(diagAddr(family, b[8:]), binary.BigEndian.Uint16(b[4:])),
		peer:     netip.AddrPortFrom(diagAddr(family, b[24:]), binary.BigEndian.Uint16(b[6:])),
		cookie:   uint64(binary.NativeEndian.Uint32(b[44:])) | uint64(binary.NativeEndian.Uint32(b[48:]))<<32,
		uid:      binary.NativeEndian.Uint32(b[64:]),
		inode:    uint64(binary.NativeEndian.Uint32(b[68:])),
	}
	for b = b[sizeofDiagMsg:]; len(b) >= unix.SizeofRtAttr; {
		size := int(binary.NativeEndian.Uint16(b))
		if size < unix.SizeofRtAttr || size > len(b) {
			break
		}
		switch value := b[unix.SizeofRtAttr:size]; binary.NativeEndian.Uint16(b[2:]) {
		case attrProtocol:
			if len(value) >= 1 {
				r.protocol = value[0]
			}
		case attrV6Only:
			if len(value) >= 1 {
				r.v6only = both
				if value[0] != 0 {
					r.v6only = alone
				}
			}
		case attrCgroup:
			if len(value) >= 8 {
				r.cgroup = binary.NativeEndian.Uint64(value)
			}
		}
		b = b[min(align(size), len(b)):]
	}
	return r, r.local.IsValid()
}

// diagAddr reads the address at the start of b. Java's sockets are IPv6 ones on addresses such as ::ffff:127.0.0.1,
// which IPv4 clients reach.
func diagAddr(family uint8, b []byte) netip.Addr {
	switch family {
	case unix.AF_INET:
		return netip.AddrFrom4([4]byte(b))
	case unix.AF_INET6:
		return netip.AddrFrom16([16]byte(b)).Unmap()
	}
	return netip.Addr{}
}

// align rounds up to where the next message or attribute begins (NLMSG_ALIGN, RTA_ALIGN).
func align(n int) int { return (n + 3) &^ 3 }
