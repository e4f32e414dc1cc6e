package machine

import (
	"context"
	"os/exec"
	"time"
)

// readPortFacts keeps the default ephemeral range of Windows (Vista and later); low ports need no right there. It
// asks netsh, the one that tells, for the ranges of both families; what it does not answer in time is taken to be none.
func readPortFacts(f *Facts) {
	f.Unprivileged = 0
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for _, family := range []string{"ipv4", "ipv6"} {
		out, err := exec.CommandContext(ctx, "netsh", "interface", family, "show", "excludedportrange", "protocol=tcp").Output()
		if err == nil {
			excluded, reserved := parseExcluded(string(out))
			f.Excluded, f.Reserved = append(f.Excluded, excluded...), append(f.Reserved, reserved...)
		}
	}
}
