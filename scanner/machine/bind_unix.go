//go:build unix

package machine

import (
	"errors"
	"net/netip"
	"os"
	"runtime"
	"syscall"

	"github.com/portclash/portclash/scanner/claim"
)

// wildcardTellsAll is set where no address can be bound beside the wildcard of both families.
const wildcardTellsAll = runtime.GOOS == "linux"

// bind binds an address and a port and lets go of them at once, without listening in between. It returns errHeld,
// errNoAddress or the operating system's reason.
func bind(addr netip.Addr, port int, p claim.Protocol) error {
	family, kind := syscall.AF_INET6, syscall.SOCK_STREAM
	var at syscall.Sockaddr = &syscall.SockaddrInet6{Port: port, Addr: addr.As16()}
	if addr.Is4() {
		family, at = syscall.AF_INET, &syscall.SockaddrInet4{Port: port, Addr: addr.As4()}
	}
	if p == claim.UDP {
		kind = syscall.SOCK_DGRAM
	}
	fd, err := openSocket(family, kind)
	if err != nil {
		return reason("socket", err)
	}
	defer func() { _ = syscall.Close(fd) }()
	if p == claim.TCP {
		// As servers do. A UDP socket with it shares the port with others that have it too, and sees nobody.
		if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
			return reason("setsockopt", err)
		}
	}
	if family == syscall.AF_INET6 {
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 0); err != nil {
			return reason("setsockopt", err)
		}
	}
	return reason("bind", syscall.Bind(fd, at))
}

// openSocket keeps the socket from processes that are started at this moment; they would hold the port for good.
func openSocket(family, kind int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := syscall.Socket(family, kind, 0)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return fd, err
}

func reason(call string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return errHeld
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EAFNOSUPPORT):
		return errNoAddress
	}
	return os.NewSyscallError(call, err)
}

// leavesIPv4 reports whether a listener on the IPv6 wildcard certainly leaves the port alone on IPv4: when it can
// still be bound there. Only Linux answers that with certainty.
func leavesIPv4(port int, p claim.Protocol) bool {
	return wildcardTellsAll && bind(netip.IPv4Unspecified(), port, p) == nil
}
