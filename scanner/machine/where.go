package machine

import (
	"cmp"
	"os"
	"strings"
	"sync"
)

// surroundings are the signs of which machine, and which of its networks, this process is in.
type surroundings struct {
	host string // the machine's name
	env  func(name string) string
	// container is set where the engine has left its mark; kernel is the kernel's release, as WSL's is Microsoft's.
	container bool
	kernel    string
	// namespace is the network namespace where it is not the machine's first one: its name or number.
	namespace string
}

// whereabouts are the surroundings in words; they stay as they are as long as the process runs.
var whereabouts = sync.OnceValues(func() (where string, apart bool) {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "this machine"
	}
	s := surroundings{host: host, env: os.Getenv}
	s.readSigns()
	return s.name()
})

// name returns which machine and network it is, and whether that may be another one than the user's browser is on.
func (s surroundings) name() (where string, apart bool) {
	where, apart = s.machine()
	if s.namespace != "" {
		return "network namespace " + s.namespace + " of " + where, true
	}
	return where, apart
}

func (s surroundings) machine() (name string, apart bool) {
	is := func(name string) bool { return s.env(name) == "true" }
	distro := s.env("WSL_DISTRO_NAME")
	wsl := "WSL"
	if strings.Contains(s.kernel, "microsoft-standard") {
		wsl = "WSL2"
	}
	switch {
	case is("CODESPACES"):
		return "codespace " + cmp.Or(s.env("CODESPACE_NAME"), s.host), true
	case is("REMOTE_CONTAINERS"), is("DEVCONTAINER"):
		return "dev container " + s.host, true
	case s.container, s.env("container") != "": // the variable is systemd's and Podman's
		return "container " + s.host, true
	case distro != "":
		return wsl + " (" + distro + ")", true
	case strings.Contains(strings.ToLower(s.kernel), "microsoft"):
		return wsl + " on " + s.host, true
	case s.env("SSH_CONNECTION") != "":
		return s.host + ", over SSH", true
	}
	return s.host, false
}
