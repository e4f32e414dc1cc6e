package machine

import (
	"strconv"
	"strings"
)

// parseExcluded reads what "netsh interface ipv4 show excludedportrange protocol=tcp" prints, in whatever language:
// of its lines those with two ports. A star marks the ranges that an administrator has set aside: a program that
// asks for exactly such a port gets it, which is what people set them aside for.
func parseExcluded(out string) (excluded, reserved [][2]int) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		starred := len(fields) == 3 && fields[2] == "*"
		if len(fields) != 2 && !starred {
			continue
		}
		first, errFirst := strconv.Atoi(fields[0])
		last, errLast := strconv.Atoi(fields[1])
		switch r := [2]int{first, last}; {
		case errFirst != nil || errLast != nil || first < 0 || first > last || last > 65535:
		case starred:
			reserved = append(reserved, r)
		default:
			excluded = append(excluded, r)
		}
	}
	return excluded, reserved
}
