package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// scriptIn returns the scripts of a folder's package.json that a name or a pattern means.
func scriptIn(folder, script string) claim.Command {
	return claim.Command{Files: []string{path.Join(folder, "package.json")}, Group: script}
}

// parallelScripts reads the arguments of run-p, one of which may have arguments for the script.
func parallelScripts(arguments []string, folder string) launched {
	l := launched{beside: true}
	for _, a := range arguments {
		if strings.HasPrefix(a, "-") || strings.Contains(a, " ") {
			continue
		}
		l.commands = append(l.commands, scriptIn(folder, a))
	}
	return l
}

// scriptVerbs are the words before the name of a script.
var scriptVerbs = words("run run-script workspace workspaces foreach")

// packageScript reads how a package manager runs a script, of this package or of others in the workspace: npm run dev,
// npm -w web run dev, pnpm --filter web dev, pnpm -r --parallel dev, yarn workspace web dev, yarn workspaces foreach -p run
// dev. npm and Yarn 1 run the script of several packages one after the other.
func packageScript(program string, arguments []string, folder string) launched {
	r := requestOf(arguments, scriptVerbs, program == "npm")
	packages := r.values("-w", "--workspace")
	if program != "npm" {
		packages = r.values("-F", "--filter")
	}
	named := r.words
	everywhere := program == "pnpm" && r.has("-r", "--recursive") && r.has("--parallel")
	switch {
	case program == "yarn" && len(named) > 1 && named[0] == "workspace":
		return yarnWorkspace(arguments, folder)
	case program == "yarn" && len(named) > 0 && named[0] == "workspaces":
		return yarnForeach(arguments)
	case len(named) > 0 && (named[0] == "run" || named[0] == "run-script"):
		named = named[1:]
	case program == "npm" && (len(named) != 1 || named[0] != "start" && named[0] != "test"):
		return launched{}
	}
	folder, known := r.in(folder)
	switch {
	case !known || r.more || len(named) != 1 || strings.Trim(named[0], scriptNames) != "", r.has("--workspaces", "-ws", "--workspace-root"),
		program == "pnpm" && r.has("-w"):
		return launched{}
	case len(packages) > 1 && (program == "npm" || program == "pnpm" && !r.has("--parallel")):
		return launched{} // one after the other, or perhaps so
	case len(packages) > 0:
		return inPackages(packages, folder, named[0], program == "npm")
	case everywhere:
		return launched{[]claim.Command{{Members: true, Group: named[0]}}, true, false}
	case r.has("-r", "--recursive"):
		return launched{}
	}
	return launched{commands: []claim.Command{scriptIn(folder, named[0])}}
}

// scriptNames are the characters of the names of scripts that a shell takes for nothing else.
const scriptNames = processNames + ":.@/"

// inPackages returns the script of packages that filters choose: a name, a pattern of names, or a folder (./apps/web). What
// chooses by dependencies or by changes, or leaves something out, is not followed.
func inPackages(filters []string, folder, script string, folders bool) launched {
	l := launched{beside: len(filters) > 1}
	for _, f := range filters {
		f = strings.TrimSuffix(strings.TrimPrefix(f, "{"), "}")
		command := claim.Command{Group: script}
		file := path.Join(folder, f, "package.json")
		switch {
		case f == "" || strings.Contains(f, "...") || strings.Contains(f, "**") || strings.ContainsAny(f, "!^[]{}\x00$~:"):
			return launched{}
		case strings.HasPrefix(f, ".") || folders && strings.Contains(f, "/") && !strings.HasPrefix(f, "@"):
			command.Files = []string{file}
		case f == "*":
			command.Members = true
		case folders:
			command.Packages, command.Files = []string{f}, []string{file}
		default:
			command.Packages = []string{f}
		}
		l.commands = append(l.commands, command)
		l.beside = l.beside || strings.Contains(f, "*")
	}
	return l
}

// yarnWorkspace reads yarn workspace web run dev.
func yarnWorkspace(arguments []string, folder string) launched {
	words := slices.DeleteFunc(slices.Clone(arguments), func(w string) bool { return w == "run" })
	if len(words) != 3 || words[0] != "workspace" || strings.Trim(words[2], scriptNames) != "" {
		return launched{}
	}
	return inPackages(words[1:2], folder, words[2], false)
}

// yarnForeach reads yarn workspaces foreach -pi run dev (yarnpkg.com/cli/workspaces/foreach), where nothing limits which
// packages there are or how many run at a time.
func yarnForeach(arguments []string) launched {
	if len(arguments) < 4 || arguments[1] != "foreach" || arguments[len(arguments)-2] != "run" {
		return launched{}
	}
	beside := false
	for _, a := range arguments[2 : len(arguments)-2] {
		switch {
		case a == "--all" || a == "--parallel" || a == "--interlaced" || a == "--verbose":
			beside = beside || a == "--parallel"
		case strings.Trim(a, "-Apiv") == "":
			beside = beside || strings.Contains(a, "p")
		default:
			return launched{}
		}
	}
	if !beside {
		return launched{}
	}
	return launched{[]claim.Command{{Members: true, Group: arguments[len(arguments)-1]}}, true, false}
}
