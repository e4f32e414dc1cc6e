//go:build unix

package machine

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
)

// systemEngines are the sockets of the engines that run as root.
var systemEngines = []string{"/var/run/docker.sock", "/run/podman/podman.sock"}

// usualEngines returns where engines answer that nobody has named, as DOCKER_HOST has it: what runs as root, what
// this user runs, and the virtual machines that publish ports here.
func usualEngines() []string {
	sockets := slices.Clone(systemEngines)
	run := os.Getenv("XDG_RUNTIME_DIR")
	if run == "" && runtime.GOOS == "linux" {
		run = filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	}
	if run != "" {
		sockets = append(sockets, filepath.Join(run, "docker.sock"), filepath.Join(run, "podman", "podman.sock"))
	}
	if home, err := os.UserHomeDir(); err == nil {
		for _, socket := range []string{
			".docker/run/docker.sock",     // Docker Desktop on macOS
			".docker/desktop/docker.sock", // and on Linux
			".orbstack/run/docker.sock",
			".rd/docker.sock", // Rancher Desktop
			".colima/default/docker.sock",
			".local/share/containers/podman/machine/podman.sock",
		} {
			sockets = append(sockets, filepath.Join(home, socket))
		}
	}
	for i, socket := range sockets {
		sockets[i] = "unix://" + socket
	}
	return sockets
}

func dialEngine(ctx context.Context, s engineSocket) (engineConn, error) {
	if s.network == "npipe" {
		return nil, os.ErrNotExist
	}
	return (&net.Dialer{}).DialContext(ctx, s.network, s.address)
}

// refused reports whether nobody listens: an engine that has ended leaves its socket behind.
func refused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
