package format

import (
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// turboTasks reads turbo run dev (turborepo.com/docs/reference/run), which starts the script of that name in all packages of
// the workspace, or in those that it is told.
func turboTasks(arguments []string, folder string) launched {
	r := requestOf(arguments, nil, true)
	tasks := r.words
	if len(tasks) > 0 && tasks[0] == "run" {
		tasks = tasks[1:]
	}
	folder, known := r.in(folder)
	if !known || r.more || r.has("--dry", "--dry-run", "--affected", "--graph", "--since", "--only", "--scope") {
		return launched{}
	}
	l := launched{beside: true}
	for _, task := range tasks {
		filters := r.values("-F", "--filter")
		if of, script, found := strings.Cut(task, "#"); found {
			filters, task = []string{of}, script
		}
		if len(filters) == 0 {
			l.commands = append(l.commands, claim.Command{Members: true, Group: task})
		}
		l.commands = append(l.commands, inPackages(filters, folder, task, false).commands...)
	}
	return l
}

// lernaScript reads lerna run dev --parallel.
func lernaScript(arguments []string) launched {
	r := requestOf(arguments, nil, true)
	if len(r.words) != 2 || r.words[0] != "run" || r.more || !r.has("--parallel") || r.has("--since", "--ignore", "--no-private", "--scope") {
		return launched{}
	}
	return launched{[]claim.Command{{Members: true, Group: r.words[1]}}, true, false}
}

// nxBeside is how many targets Nx runs beside each other where it is not told (nx.dev/nx-api/nx/documents/run-many).
const nxBeside = 3

// nxTargets reads nx run-many -t serve -p web,api, nx run web:serve and nx serve web. Of more targets than run at a time,
// and of all projects, it is not known which do.
func nxTargets(arguments []string) launched {
	r := requestOf(joinLists(arguments), nil, true)
	switch {
	case r.more || len(r.words) == 0 || r.has("--configuration", "-c", "--exclude", "--port"):
	case r.words[0] == "run-many":
		targets, projects := r.list("-t", "--target", "--targets"), r.list("-p", "--projects")
		beside := nxBeside
		for _, n := range r.values("--parallel") {
			if told, err := strconv.Atoi(n); err == nil {
				beside = told
			} else if n == "false" {
				beside = 1
			}
		}
		l := launched{beside: true}
		if len(targets)*len(projects) > beside || len(r.words) > 1 {
			return launched{}
		}
		for _, target := range targets {
			l.commands = append(l.commands, inPackages(projects, ".", target, false).commands...)
		}
		return l
	case r.words[0] == "run" && len(r.words) == 2:
		project, target, _ := strings.Cut(r.words[1], ":")
		return inPackages([]string{project}, ".", target, false)
	case len(r.words) == 2:
		return inPackages(r.words[1:], ".", r.words[0], false)
	}
	return launched{}
}
