package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// composeUp reads docker compose up, with the files that it is told or those that it looks for.
func composeUp(arguments []string, folder string) launched {
	var files []string
	i := 0
	for ; i < len(arguments) && strings.HasPrefix(arguments[i], "-"); i++ {
		flag, value, assigned := strings.Cut(arguments[i], "=")
		if !assigned && words("-f --file -p --project-name --profile --env-file --ansi --progress --parallel --project-directory")[flag] {
			if i++; i == len(arguments) {
				return launched{}
			}
			value = arguments[i]
		}
		if flag == "-f" || flag == "--file" {
			if value == "" || !ownPath(value) {
				return launched{}
			}
			files = append(files, path.Join(folder, value))
		}
	}
	if i >= len(arguments) || arguments[i] != "up" {
		return launched{}
	}
	l := launched{beside: true}
	var services []string
	for i++; i < len(arguments); i++ {
		switch a := arguments[i]; {
		case a == "-d" || a == "--detach" || a == "--wait":
			l.behind = true
		case words("--pull --attach --no-attach --exit-code-from --wait-timeout")[a]:
			i++
		case strings.HasPrefix(a, "--scale") || a == "--no-start" || a == "--dry-run" || a == "-t" || a == "--timeout":
			return launched{}
		case !strings.HasPrefix(a, "-"):
			services = append(services, a)
		}
	}
	if len(services) == 0 {
		services = []string{""}
	}
	for _, s := range services {
		if len(files) == 0 {
			l.commands = append(l.commands, claim.Command{Files: composeFiles(folder, ""), Group: s}, claim.Command{Files: composeFiles(folder, ".override"), Group: s})
		}
		for _, f := range files {
			l.commands = append(l.commands, claim.Command{Files: []string{f}, Group: s})
		}
	}
	return l
}

// composeFiles returns the names that Compose looks for, in its order (docs.docker.com/compose/intro/compose-application-model).
func composeFiles(folder, kind string) []string {
	var files []string
	for _, name := range []string{"compose" + kind + ".yaml", "compose" + kind + ".yml", "docker-compose" + kind + ".yml", "docker-compose" + kind + ".yaml"} {
		files = append(files, path.Join(folder, name))
	}
	return files
}
