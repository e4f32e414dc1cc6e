package machine

import (
	"os"
	"strconv"
	"strings"
)

const sysctls = "/proc/sys/net/ipv4/"

// readPortFacts reads the kernel's settings (ip-sysctl.rst). One that cannot be read, as in some sandboxes, keeps
// the value of f, the ephemeral range the kernel's default.
func readPortFacts(f *Facts) {
	f.Ephemeral = [2]int{32768, 60999}
	if first, last, ok := strings.Cut(strings.Join(strings.Fields(setting("ip_local_port_range")), " "), " "); ok {
		if r, ok := parseRange(first, last); ok {
			f.Ephemeral = r
		}
	}
	if n, err := strconv.Atoi(setting("ip_unprivileged_port_start")); err == nil {
		f.Unprivileged = n
	}
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		f.MayBindLow = mayBindLow(string(status))
	}
	f.Reserved = parseReserved(setting("ip_local_reserved_ports"))
}

func setting(name string) string {
	text, err := os.ReadFile(sysctls + name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// parseReserved reads a list such as "8080,9000-9010"; what is not a port or a range is left out.
func parseReserved(list string) [][2]int {
	var ranges [][2]int
	for part := range strings.SplitSeq(list, ",") {
		first, last, ok := strings.Cut(strings.TrimSpace(part), "-")
		if !ok {
			last = first
		}
		if r, ok := parseRange(first, last); ok {
			ranges = append(ranges, r)
		}
	}
	return ranges
}

func parseRange(first, last string) ([2]int, bool) {
	a, errA := strconv.Atoi(first)
	b, errB := strconv.Atoi(last)
	return [2]int{a, b}, errA == nil && errB == nil && 0 <= a && a <= b && b <= 65535
}

// mayBindLow reads the effective capabilities in the text of /proc/self/status (proc_pid_status(5)).
func mayBindLow(status string) bool {
	const bindService = 10 // CAP_NET_BIND_SERVICE
	_, after, ok := strings.Cut(status, "\nCapEff:")
	set, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	bits, err := strconv.ParseUint(set, 16, 64)
	return ok && err == nil && bits&(1<<bindService) != 0
}
