package machine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// A diag asks the kernel for sockets through a netlink socket that it keeps (sock_diag(7)). Against reading
// /proc/net this costs a hundredth on an idle machine and less than a thousandth on a busy one, because the kernel
// looks at listening sockets only; and it needs no right. It is not for concurrent use.
type diag struct {
	fd    int
	buf   []byte
	seq   uint32
	asked [unix.SizeofNlMsghdr + sizeofDiagReq]byte // the question, as buf, which holds it first, takes the answer
}

// errNoDiag is that this kernel, or the sandbox around us, has no sock_diag.
var errNoDiag = errors.New("the kernel has no sock_diag")

// Messages of linux/inet_diag.h and linux/sock_diag.h that x/sys/unix lacks.
const (
	sockDiagByFamily = 20 // SOCK_DIAG_BY_FAMILY
	tcpDiagGetSock   = 18 // TCPDIAG_GETSOCK
	sizeofDiagReqV2  = 56 // struct inet_diag_req_v2
	sizeofDiagReq    = 60 // struct inet_diag_req
	sizeofDiagMsg    = 72 // struct inet_diag_msg
	attrProtocol     = 10 // INET_DIAG_PROTOCOL, told of sockets that end
	attrV6Only       = 11 // INET_DIAG_SKV6ONLY
	attrCgroup       = 21 // INET_DIAG_CGROUP_ID

	stateEstablished = 1  // TCP_ESTABLISHED
	stateTimeWait    = 6  // TCP_TIME_WAIT
	stateClose       = 7  // TCP_CLOSE, what a UDP socket without a peer is in
	stateListen      = 10 // TCP_LISTEN
)

// patienceOfDiag bounds the wait for one answer of the kernel, which comes at once or never.
var patienceOfDiag = unix.Timeval{Sec: 2}

// newDiag opens the socket. It is closed when the diag is no longer used. The error wraps errNoDiag where asking
// again is in vain.
func newDiag() (*diag, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoDiag, os.NewSyscallError("socket", err))
	}
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &patienceOfDiag); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("%w: %w", errNoDiag, os.NewSyscallError("setsockopt", err))
	}
	d := &diag{fd: fd, buf: make([]byte, 32<<10)} // the kernel fills no more than that at once
	runtime.AddCleanup(d, func(fd int) { _ = unix.Close(fd) }, fd)
	return d, nil
}

// tcp appends the TCP sockets that listen.
func (d *diag) tcp(rows []row) ([]row, error) {
	// The old form of the question takes both families at once, for half the cost.
	return d.dump(rows, unix.IPPROTO_TCP, d.oldRequest(1<<stateListen))
}

// udp appends the UDP sockets that have no peer.
func (d *diag) udp(rows []row) ([]row, error) {
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		var err error
		rows, err = d.dump(rows, unix.IPPROTO_UDP, d.request(family, unix.IPPROTO_UDP, 1<<stateClose, 0))
		if err != nil && !errors.Is(err, unix.ENOENT) { // a kernel without IPv6, or with no diagnosis of UDP
			return rows, err
		}
	}
	return rows, nil
}

// onPort appends the TCP sockets of either family whose local port is the one given and whose state is in states,
// a set of bits.
func (d *diag) onPort(rows []row, port int, states uint32) ([]row, error) {
	for _, family := range []uint8{unix.AF_INET, unix.AF_INET6} {
		var err error
		rows, err = d.dump(rows, unix.IPPROTO_TCP, d.request(family, unix.IPPROTO_TCP, states, port))
		if err != nil && !errors.Is(err, unix.ENOENT) {
			return rows, err
		}
	}
	return rows, nil
}

// request writes a question for the sockets of one family and protocol into the buffer; port 0 means every one.
func (d *diag) request(family, protocol uint8, states uint32, port int) []byte {
	b := d.header(sockDiagByFamily, sizeofDiagReqV2)
	b[16], b[17] = family, protocol
	binary.NativeEndian.PutUint32(b[20:], states)
	binary.BigEndian.PutUint16(b[24:], uint16(port))
	return b
}

func (d *diag) oldRequest(states uint32) []byte {
	b := d.header(tcpDiagGetSock, sizeofDiagReq)
	b[16] = unix.AF_INET
	binary.NativeEndian.PutUint32(b[16+52:], states)
	return b
}

func (d *diag) header(kind uint16, size int) []byte {
	d.seq++
	b := d.buf[:unix.SizeofNlMsghdr+size]
	clear(b)
	binary.NativeEndian.PutUint32(b, uint32(len(b)))
	binary.NativeEndian.PutUint16(b[4:], kind)
	binary.NativeEndian.PutUint16(b[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	binary.NativeEndian.PutUint32(b[8:], d.seq)
	return b
}

// dump sends a question and appends the answers. One that the kernel says was disturbed while it was made is asked
// for again.
func (d *diag) dump(rows []row, protocol uint8, request []byte) ([]row, error) {
	n := copy(d.asked[:], request)
	before := len(rows)
	for attempt := 0; ; attempt++ {
		binary.NativeEndian.PutUint32(d.asked[8:], d.seq)
		if _, err := unix.Write(d.fd, d.asked[:n]); err != nil {
			return rows, os.NewSyscallError("write", err)
		}
		disturbed, err := false, error(nil)
		rows, disturbed, err = d.receive(rows, protocol)
		if err != nil || !disturbed || attempt == 3 {
			return rows, err
		}
		rows = rows[:before]
		d.seq++
	}
}

// receive appends the answers to the last question. Those to an earlier one, which was given up, are passed over.
func (d *diag) receive(rows []row, protocol uint8) (_ []row, disturbed bool, _ error) {
	for {
		n, err := unix.Read(d.fd, d.buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return rows, false, os.NewSyscallError("read", err)
		}
		answer := parseDiag(d.buf[:n], d.seq, protocol, rows)
		rows, disturbed = answer.rows, disturbed || answer.disturbed
		if answer.err != nil || answer.done {
			return rows, disturbed, answer.err
		}
	}
}
