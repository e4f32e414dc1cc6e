package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// composeUp reads docker compose up, with the files that it is told or those that it looks for.
func composeUp(arguments []string, folder string) launched {
	files, verb, rest, ok := composeCall(arguments)
	if !ok || verb != "up" || slices.ContainsFunc(files, func(f string) bool { return f == "" || !ownPath(f) }) {
		return launched{}
	}
	services, behind, ok := upServices(rest)
	if !ok {
		return launched{}
	}
	l := launched{beside: true, behind: behind}
	if len(services) == 0 {
		services = []string{""}
	}
	for _, s := range services {
		if len(files) == 0 {
			l.commands = append(l.commands, claim.Command{Files: composeFiles(folder, ""), Group: s}, claim.Command{Files: composeFiles(folder, ".override"), Group: s})
		}
		var below []string
		for _, f := range files {
			f = path.Join(folder, f)
			l.commands = append(l.commands, claim.Command{Files: []string{f}, Over: slices.Clone(below), Group: s})
			below = append(below, f)
		}
	}
	return l
}

var (
	// composeFlags are the flags of docker compose whose value is the next word, composeUpFlags those of its up that change
	// nothing about which services start (docs.docker.com/reference/cli/docker/compose).
	composeFlags   = words("-f --file -p --project-name --profile --env-file --ansi --progress --parallel --project-directory")
	composeUpFlags = words("--pull --attach --no-attach --exit-code-from --wait-timeout")
)

// composeCall cuts the arguments of docker compose into the files that it is told, what it is to do and the arguments of
// that.
func composeCall(arguments []string) (files []string, verb string, rest []string, ok bool) {
	for i := 0; i < len(arguments); i++ {
		if !strings.HasPrefix(arguments[i], "-") {
			return files, arguments[i], arguments[i+1:], true
		}
		flag, value, assigned := strings.Cut(arguments[i], "=")
		if !assigned && composeFlags[flag] {
			if i++; i == len(arguments) {
				return nil, "", nil, false
			}
			value = arguments[i]
		}
		if flag == "-f" || flag == "--file" {
			files = append(files, value)
		}
	}
	return nil, "", nil, false
}

// upServices returns the services that the arguments of docker compose up name, and whether it leaves them running. It
// returns false where something is other than their files say.
func upServices(arguments []string) (services []string, behind, ok bool) {
	for i := 0; i < len(arguments); i++ {
		switch a := arguments[i]; {
		case a == "-d" || a == "--detach" || a == "--wait":
			behind = true
		case composeUpFlags[a]:
			i++
		case strings.HasPrefix(a, "--scale") || a == "--no-start" || a == "--dry-run" || a == "-t" || a == "--timeout":
			return nil, false, false
		case !strings.HasPrefix(a, "-"):
			services = append(services, a)
		}
	}
	return services, behind, true
}

// composeFiles returns the names that Compose looks for, in its order (docs.docker.com/compose/intro/compose-application-model).
func composeFiles(folder, kind string) []string {
	var files []string
	for _, name := range []string{"compose" + kind + ".yaml", "compose" + kind + ".yml", "docker-compose" + kind + ".yml", "docker-compose" + kind + ".yaml"} {
		files = append(files, path.Join(folder, name))
	}
	return files
}
