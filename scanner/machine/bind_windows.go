package machine

import (
	"errors"
	"net/netip"
	"os"
	"syscall"

	"github.com/portclash/portclash/scanner/claim"
)

// wildcardTellsAll is not set: Windows lets an address be bound beside the wildcard.
const wildcardTellsAll = false

// The numbers of winsock2.h that package syscall lacks.
const (
	exclusiveAddrUse = ^syscall.SO_REUSEADDR // SO_EXCLUSIVEADDRUSE
	wsaeAccess       = syscall.Errno(10013)
	wsaeAddrInUse    = syscall.Errno(10048)
	wsaeAddrNotAvail = syscall.Errno(10049)
	wsaeAFNoSupport  = syscall.Errno(10047)
)

// bind binds an address and a port for itself alone and lets go of them at once, without listening in between. It
// returns errHeld, errNoAddress or the operating system's reason. Without exclusive use Windows would let it share
// a port whose holder allows that; "access denied" is what it says where the holder wants it exclusively, or where
// the port is in an excluded range.
func bind(addr netip.Addr, port int, p claim.Protocol) error {
	family, kind := syscall.AF_INET6, syscall.SOCK_STREAM
	var at syscall.Sockaddr = &syscall.SockaddrInet6{Port: port, Addr: addr.As16()}
	if addr.Is4() {
		family, at = syscall.AF_INET, &syscall.SockaddrInet4{Port: port, Addr: addr.As4()}
	}
	if p == claim.UDP {
		kind = syscall.SOCK_DGRAM
	}
	var data syscall.WSAData
	if err := syscall.WSAStartup(0x202, &data); err != nil {
		return os.NewSyscallError("wsastartup", err)
	}
	defer func() { _ = syscall.WSACleanup() }()
	fd, err := syscall.Socket(family, kind, 0)
	if err != nil {
		return reason("socket", err)
	}
	defer func() { _ = syscall.Closesocket(fd) }()
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, exclusiveAddrUse, 1); err != nil {
		return reason("setsockopt", err)
	}
	if family == syscall.AF_INET6 {
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 0); err != nil {
			return reason("setsockopt", err)
		}
	}
	return reason("bind", syscall.Bind(fd, at))
}

func reason(call string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, wsaeAddrInUse), errors.Is(err, wsaeAccess):
		return errHeld
	case errors.Is(err, wsaeAddrNotAvail), errors.Is(err, wsaeAFNoSupport):
		return errNoAddress
	}
	return os.NewSyscallError(call, err)
}

// leavesIPv4 is never certain on Windows.
func leavesIPv4(int, claim.Protocol) bool { return false }
