package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// composeNamed returns the open claim which says that a command starts services of a compose file by their names, or all of
// it: docker compose up -d mysql, docker compose start web. Who runs it, where and beside what is not told.
func composeNamed(command []syntax.Text, base claim.Claim) []claim.Claim {
	if base.Scope == claim.Container || base.Scope == claim.Sample {
		return nil
	}
	arguments := make([]string, len(command))
	for i, w := range command {
		arguments[i] = w.Value
	}
	switch program := programName(arguments[0]); {
	case (program == "docker" || program == "podman") && len(arguments) > 1 && arguments[1] == "compose":
		arguments = arguments[2:]
	case program == "docker-compose" || program == "podman-compose":
		arguments = arguments[1:]
	default:
		return nil
	}
	told, verb, rest, ok := composeCall(arguments)
	if !ok {
		return nil
	}
	files := composeFiles(".", "")
	for i, f := range told {
		if i == 0 {
			files = nil
		}
		if f = path.Base(f); strings.ContainsAny(f, "\x00$*") {
			f = "*"
		}
		files = append(files, f)
	}
	last := command[len(command)-1]
	note := noteAt(last.Span(len(last.Value), len(last.Value)).End, claim.Claim{Key: base.Key})
	for _, s := range namedServices(verb, rest) {
		note.Named = append(note.Named, claim.Command{Files: files, Group: s})
	}
	if note.Named == nil {
		return nil
	}
	return []claim.Claim{note}
}

// namedServices returns the services that one of Compose's commands starts, with their ports: what a variable says may be
// any, and an empty name is all of them.
func namedServices(verb string, arguments []string) []string {
	var services []string
	switch verb {
	case "up":
		var ok bool
		if services, _, ok = upServices(arguments); ok && len(services) == 0 {
			return []string{""}
		}
	case "start", "restart":
		services, _, _ = upServices(arguments)
	case "run":
		ports := false
		for _, a := range arguments {
			ports = ports || a == "--service-ports" || a == "-P"
			if !strings.HasPrefix(a, "-") {
				if ports {
					services = []string{a}
				}
				break
			}
		}
	}
	for i, s := range services {
		if at := strings.IndexAny(s, "\x00$"); at >= 0 {
			services[i] = s[:at] + "**" + s[strings.LastIndexAny(s, "\x00}")+1:]
		}
	}
	return services
}
