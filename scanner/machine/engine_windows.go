package machine

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

// usualEngines returns the pipes of Docker Desktop, of the engine that is a Windows service, and of Podman.
func usualEngines() []string {
	return []string{
		"npipe:////./pipe/docker_engine", "npipe:////./pipe/dockerDesktopLinuxEngine",
		"npipe:////./pipe/podman-machine-default",
	}
}

// dialEngine opens a pipe for overlapped input and output, as deadlines need it.
func dialEngine(ctx context.Context, s engineSocket) (engineConn, error) {
	switch s.network {
	case "npipe":
		return os.OpenFile(strings.ReplaceAll(s.address, "/", `\`), os.O_RDWR|windows.O_FILE_FLAG_OVERLAPPED, 0)
	case "unix":
		return nil, os.ErrNotExist
	}
	return (&net.Dialer{}).DialContext(ctx, s.network, s.address)
}

// wsaeConnRefused is winsock2.h's WSAECONNREFUSED.
const wsaeConnRefused = syscall.Errno(10061)

// refused reports whether nobody listens.
func refused(err error) bool { return errors.Is(err, wsaeConnRefused) }
