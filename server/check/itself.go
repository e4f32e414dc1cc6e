package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// mayBeItself reports whether an owner may listen because of the very claim, although nothing in it is of the workspace:
// the server whose configuration the file is, or that the file is named for, which the system starts in no folder and often as
// another user; the service or the containers that the file describes; an editor, for what one of its extensions opens.
func mayBeItself(o *machine.Owner, p Place) bool {
	servers := p.Claim.Servers
	switch {
	case o == nil:
		return len(servers) > 0
	case o.Container != nil:
		return o.Container.Folder == "" && matches(servers, o.Container.Name)
	case o.Service != nil && serviceName(o.Service.Name) == serviceName(path.Base(p.Path)):
		return true
	case o.Hidden():
		return len(servers) > 0 && (o.Service == nil || slices.ContainsFunc(servers, func(server string) bool {
			return strings.Contains(o.Service.Name, server)
		}))
	case o.IsEditor():
		return slices.Contains(servers, claim.Editor)
	}
	process := strings.TrimSuffix(strings.ToLower(o.Name), ".exe")
	if o.Project != nil {
		return false
	}
	named := process != "" && process == strings.ToLower(serviceName(path.Base(p.Path)))
	return named || matches(servers, process) || matches(servers, strings.TrimRight(process, "-.0123456789")) || truncated(servers, process)
}

// matches reports whether a name is one of those that the patterns are for.
func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, strings.ToLower(name))
		return ok
	})
}

// serviceName returns the name of a service without what kind of unit it is: api for api.service and api.socket.
func serviceName(unit string) string {
	name, _, _ := strings.Cut(unit, ".")
	return name
}

// kept is how many bytes of a program's name Linux keeps (TASK_COMM_LEN in proc(5), less its end).
const kept = 15

// truncated reports whether a process's name is the beginning of one of the programs'.
func truncated(programs []string, process string) bool {
	return len(process) == kept && slices.ContainsFunc(programs, func(program string) bool { return strings.HasPrefix(program, process) })
}
