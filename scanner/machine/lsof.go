package machine

import (
	"strconv"
	"strings"
)

// parseWorkingDirs reads what "lsof -d cwd -F pn" prints: a line for each field, its first letter says which
// (lsof(8), "OUTPUT FOR OTHER PROGRAMS").
func parseWorkingDirs(out string) map[int]string {
	dirs := map[int]string{}
	pid := 0
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		switch field, value := line[0], line[1:]; field {
		case 'p':
			pid, _ = strconv.Atoi(value)
		case 'n':
			// A folder that lsof may not read comes as "n/path (readlink: Permission denied)", or without a path.
			if pid > 0 && strings.HasPrefix(value, "/") && !strings.HasSuffix(value, ")") {
				dirs[pid] = value
			}
		}
	}
	return dirs
}
