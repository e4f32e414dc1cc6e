package machine

import "golang.org/x/sys/unix"

// readPortFacts asks the kernel for the ephemeral range. Since macOS 10.14 anybody may bind a port below 1024 on
// a wildcard address, but not on a specific one; Unprivileged stays 1024, which is right for both.
func readPortFacts(f *Facts) {
	first, errFirst := unix.SysctlUint32("net.inet.ip.portrange.first")
	last, errLast := unix.SysctlUint32("net.inet.ip.portrange.last")
	if errFirst == nil && errLast == nil && first <= last && last <= 65535 {
		f.Ephemeral = [2]int{int(first), int(last)}
	}
}
