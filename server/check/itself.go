package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// mayBeItself reports whether an owner may listen because of the very claim, although nothing in it is of the workspace:
// the server whose configuration the file is, which the system starts in no folder and often as another user; the
// service that the file describes; an editor, for what one of its extensions opens.
func mayBeItself(o *machine.Owner, p Place) bool {
	servers := p.Claim.Servers
	switch {
	case o == nil:
		return len(servers) > 0
	case o.Container != nil:
		return false
	case o.Service != nil && serviceName(o.Service.Name) == serviceName(path.Base(p.Path)):
		return true
	case o.Hidden():
		return len(servers) > 0 && (o.Service == nil || slices.ContainsFunc(servers, func(server string) bool {
			return strings.Contains(o.Service.Name, server)
		}))
	case o.IsEditor():
		return slices.Contains(servers, claim.Editor)
	}
	return o.Project == nil && slices.ContainsFunc(servers, func(server string) bool { return isProgram(o.Name, server) })
}

// serviceName returns the name of a service without what kind of unit it is: api for api.service and api.socket.
func serviceName(unit string) string {
	name, _, _ := strings.Cut(unit, ".")
	return name
}

// truncated is how many bytes of a program's name Linux keeps (TASK_COMM_LEN in proc(5), less its end).
const truncated = 15

// isProgram reports whether a process's name is that of a program: php-fpm8.2 is php-fpm.
func isProgram(process, program string) bool {
	process = strings.TrimSuffix(strings.ToLower(process), ".exe")
	return process == program || strings.TrimRight(process, "-.0123456789") == program ||
		len(process) == truncated && strings.HasPrefix(program, process)
}
