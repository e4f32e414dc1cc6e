package machine

import (
	"strconv"
	"strings"
)

// parseLaunchctl reads what "launchctl list" prints, by process number: a line for each job with its process, or "-",
// its last exit status and its label. Programs that a person started have labels that begin with "application.";
// those are no services.
func parseLaunchctl(out string) map[int]*Service {
	services := map[int]*Service{}
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) != 3 || strings.HasPrefix(fields[2], "application.") {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil || pid <= 0 {
			continue
		}
		services[pid] = &Service{"launchd", fields[2]}
		if formula, ok := strings.CutPrefix(fields[2], "homebrew.mxcl."); ok {
			services[pid] = &Service{"brew services", formula}
		}
	}
	return services
}
