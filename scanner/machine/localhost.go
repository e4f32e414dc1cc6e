package machine

import (
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// localhost returns the addresses that programs get for the name localhost, none where that is not certain. Nobody is
// asked: a resolver might ask the network.
func localhost() claim.Reach {
	folder := "/etc"
	if runtime.GOOS == "windows" {
		folder = filepath.Join(os.Getenv("SystemRoot"), "System32", "drivers", "etc")
	}
	hosts, err := os.ReadFile(filepath.Join(folder, "hosts"))
	if err != nil {
		return claim.Reach{}
	}
	order, err := os.ReadFile("/etc/nsswitch.conf")
	if err == nil && !filesFirst(string(order)) {
		return claim.Reach{}
	}
	return parseLocalhost(string(hosts))
}

// parseLocalhost returns the loopback addresses that a hosts file (hosts(5)) gives localhost, the first of each family.
func parseLocalhost(hosts string) claim.Reach {
	var r claim.Reach
	for line := range strings.Lines(hosts) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) < 2 || !slices.ContainsFunc(fields[1:], isLocalhost) {
			continue
		}
		addr, err := netip.ParseAddr(fields[0])
		switch addr = addr.Unmap().WithZone(""); {
		case err != nil || !addr.IsLoopback():
		case addr.Is4() && !r.V4.IsValid():
			r.V4 = addr
		case addr.Is6() && !r.V6.IsValid():
			r.V6 = addr
		}
	}
	return r
}

func isLocalhost(name string) bool {
	return strings.EqualFold(strings.TrimSuffix(name, "."), "localhost")
}

// filesFirst reports whether programs look into the hosts file before anything else that knows localhost by itself,
// by the text of nsswitch.conf(5).
func filesFirst(order string) bool {
	for line := range strings.Lines(order) {
		line, _, _ = strings.Cut(line, "#")
		services, ok := strings.CutPrefix(strings.TrimSpace(line), "hosts:")
		if !ok {
			continue
		}
		for service := range strings.FieldsSeq(services) {
			switch service {
			case "files":
				return true
			case "resolve", "myhostname": // systemd's, which give both addresses
				return false
			}
		}
		return false
	}
	return true
}
