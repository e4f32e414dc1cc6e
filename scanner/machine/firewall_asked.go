//go:build darwin || windows

package machine

import (
	"context"
	"os/exec"
	"time"
)

// askFirewall asks a program of the system's, for two seconds at most.
func askFirewall(name string, parse func(out string) (on, ok bool), program string, args ...string) Firewall {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).Output()
	if err != nil {
		return Firewall{}
	}
	on, ok := parse(string(out))
	if !ok {
		return Firewall{}
	}
	return Firewall{Name: name, On: on}
}
