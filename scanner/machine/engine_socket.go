package machine

import (
	"cmp"
	"encoding/json"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An engineSocket is where a container engine may answer: a network of package net ("unix", "tcp") or "npipe",
// Windows' named pipes, and the address there.
type engineSocket struct{ network, address string }

// absent reports whether no socket is there, as far as this user can see.
func (s engineSocket) absent() bool {
	if s.network != "unix" {
		return false
	}
	_, err := os.Stat(s.address)
	return err != nil
}

// engineSockets returns where engines of this machine may answer, each once. It reads the settings anew each time, as
// people switch between engines; all are asked, as any of them may hold a port.
func engineSockets() []engineSocket {
	var all []engineSocket
	for _, host := range slices.Concat(namedEngines(), usualEngines()) {
		if s, ok := localEngine(host); ok {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b engineSocket) int {
		return cmp.Or(cmp.Compare(a.network, b.network), cmp.Compare(a.address, b.address))
	})
	return slices.Compact(all)
}

// namedEngines returns the engines that the user has named: DOCKER_HOST, Podman's CONTAINER_HOST, and every context
// of the docker command, the current one or not.
func namedEngines() []string {
	hosts := []string{os.Getenv("DOCKER_HOST"), os.Getenv("CONTAINER_HOST")}
	config := os.Getenv("DOCKER_CONFIG")
	if config == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return hosts
		}
		config = filepath.Join(home, ".docker")
	}
	// The folders are named for the SHA-256 of the contexts' names, which are in the files as well.
	files, _ := filepath.Glob(filepath.Join(escapeGlob(config), "contexts", "meta", "*", "meta.json"))
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			hosts = append(hosts, parseContext(text))
		}
	}
	return hosts
}

// escapeGlob keeps what stands in a path from being a pattern; Windows has no escapes there.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' {
		return path
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// parseContext returns the host of a docker context's meta.json, empty where there is none.
func parseContext(text []byte) string {
	var meta struct {
		Endpoints map[string]struct{ Host string }
	}
	if json.Unmarshal(text, &meta) != nil {
		return ""
	}
	return meta.Endpoints["docker"].Host
}

// localEngine reads a host as DOCKER_HOST has it. One that is on another machine (ssh://, a TCP address that is not
// loopback) is left out: its ports are not this machine's.
func localEngine(host string) (engineSocket, bool) {
	scheme, address, _ := strings.Cut(host, "://")
	switch scheme {
	case "unix":
		if address == "" {
			return engineSocket{}, false
		}
		return engineSocket{"unix", cmp.Or(resolve(address), address)}, true
	case "npipe":
		return engineSocket{"npipe", address}, address != ""
	case "tcp", "http":
		name, port, err := net.SplitHostPort(strings.TrimSuffix(address, "/"))
		if err != nil {
			return engineSocket{}, false
		}
		ip, err := netip.ParseAddr(name)
		local := name == "localhost" || err == nil && ip.IsLoopback()
		return engineSocket{"tcp", net.JoinHostPort(name, port)}, local
	}
	return engineSocket{}, false
}
