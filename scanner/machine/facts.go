package machine

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// Facts are what is so on this machine whoever listens.
type Facts struct {
	OS string // as runtime.GOOS
	// Ephemeral is the range that outgoing connections take their local ports from, both ends included.
	Ephemeral [2]int
	// Reserved are ranges, both ends included, that the operating system gives to nobody who does not ask for
	// exactly that port (Linux's ip_local_reserved_ports, what an administrator of Windows has excluded): somebody
	// has set them aside.
	Reserved [][2]int
	// Excluded are ranges, both ends included, that nobody can bind although nobody listens there: what Windows
	// keeps for virtual machines and containers, and forbids with "access permissions".
	Excluded [][2]int
	// Unprivileged is the lowest port that needs no right to bind, 0 where every port may be bound.
	Unprivileged int
	// MayBindLow is set where this process has the right to bind below Unprivileged.
	MayBindLow bool
	// Localhost are the addresses that the name localhost has here, none where that is not known: then it is both
	// loopback addresses, as RFC 6761 (section 6.3) has it.
	Localhost claim.Reach
	// Home is this user's home directory with slashes, symbolic links resolved; empty where there is none.
	Home string
	// User is this user's name as [Owner.User] has it, empty where it is not known.
	User string
	// Where is which machine, and which of its networks, was looked at: a host's name, "dev container 3f2a",
	// "WSL2 (Ubuntu)", "build1, over SSH".
	Where string
	// Apart is set where that may be another one than the user's browser and other programs are on.
	Apart bool
	// Firewall is what this machine has, as far as anybody may ask.
	Firewall Firewall
}

// IsEphemeral reports whether outgoing connections may take the port.
func (f Facts) IsEphemeral(port int) bool { return within(port, f.Ephemeral) }

// IsReserved reports whether somebody has set the port aside.
func (f Facts) IsReserved(port int) bool {
	return slices.ContainsFunc(f.Reserved, func(r [2]int) bool { return within(port, r) })
}

// IsExcluded reports whether the operating system lets nobody have the port.
func (f Facts) IsExcluded(port int) bool {
	return slices.ContainsFunc(f.Excluded, func(r [2]int) bool { return within(port, r) })
}

func within(port int, r [2]int) bool { return r[0] <= port && port <= r[1] }

// dynamic is IANA's range for ephemeral ports (RFC 6335, section 6), and the default of macOS and Windows.
var dynamic = [2]int{49152, 65535}

func readFacts() Facts {
	f := Facts{OS: runtime.GOOS, Ephemeral: dynamic, Unprivileged: 1024}
	if home, err := os.UserHomeDir(); err == nil {
		f.Home = resolve(home)
	}
	f.User = currentUser()
	f.Localhost = localhost()
	f.Where, f.Apart = whereabouts()
	f.Firewall = readFirewall()
	readPortFacts(&f)
	return f
}

// resolve returns a folder with symbolic links resolved and slashes, and "" where it is not there.
func resolve(dir string) string {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(dir)
}
