package format

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// starting returns the open claim which says what a command line of a file starts by its name: scripts of this and of
// other packages, services of compose files. Where base has no Together and the line starts several beside each other, they
// are together under base's key. None is returned where the line starts nothing by a name. The line is run in a folder, a
// slash-separated path from the file's.
func starting(f File, line syntax.Text, folder string, base claim.Claim) []claim.Claim {
	s := starter{folder: path.Clean(folder)}
	s.line(line, 0)
	if len(s.started) == 0 {
		return nil
	}
	if s.behind {
		s.started = append(s.started, claim.Command{Files: []string{f.Base()}, Group: base.Group})
	}
	if (s.beside || s.behind) && base.Together == "" {
		base.Together = base.Key
	}
	at := line.Span(0, 0).Start
	base.Role, base.Scope = claim.Connect, claim.Container
	base.Span = claim.Span{Start: at, End: at}
	base.Digits = base.Span
	base.Starts = s.started
	return []claim.Claim{base}
}

// A starter collects what a command line starts.
type starter struct {
	folder  string
	started []claim.Command
	// beside is set where the line starts more than one thing at a time.
	beside bool
	// behind is set where the line goes on while something that it has started runs.
	behind bool
}

// A launched is what one command starts.
type launched struct {
	commands []claim.Command
	// beside is set where these are more than one thing, and behind where the command ends while they run.
	beside, behind bool
}

// within reports whether what a command starts in a folder can be told by the file: the packages of a workspace are those
// of the file's own folder.
func (l launched) within(folder string) bool {
	return folder == "." || !slices.ContainsFunc(l.commands, func(c claim.Command) bool { return c.Members || c.Packages != nil })
}

func (s *starter) add(l launched) {
	s.started = append(s.started, l.commands...)
	s.beside, s.behind = s.beside || l.beside, s.behind || l.behind
}

// line reads a command line. Of commands that wait for each other only the last is taken to go on: what is before it has
// ended, unless it stays behind.
func (s *starter) line(line syntax.Text, depth int) {
	if depth > maxCommandDepth {
		return
	}
	folder, known := s.folder, true
	var last launched
	commands := syntax.Commands(line)
	for _, c := range commands {
		if len(c.Words) > 1 && (c.Words[0].Value == "cd" || c.Words[0].Value == "pushd") {
			to := c.Words[1].Value
			known = known && len(c.Words) == 2 && ownPath(to) && !strings.HasPrefix(to, "-")
			folder = path.Join(folder, to)
		} else {
			if last.behind {
				s.add(last)
			}
			if last = s.command(c, folder, depth); !known || !last.within(folder) {
				last = launched{}
			}
		}
		if c.Beside {
			s.add(last)
			s.beside = true
			last, folder, known = launched{}, s.folder, true
		}
	}
	s.add(last)
}

// command returns what one command starts when it is run in a folder.
func (s *starter) command(c syntax.Command, folder string, depth int) launched {
	r := run{}
	for _, w := range c.Sets {
		r.set(w)
	}
	words := r.unwrap(c.Words)
	if len(words) == 0 || slices.ContainsFunc(r.sets, func(set setting) bool { return nameOf(set.name).port() }) {
		return launched{} // what it starts may well be given another port
	}
	if len(words) > 1 && packageManagers[programName(words[0].Value)] && starters[programName(words[1].Value)] {
		words = words[1:]
	}
	arguments := make([]string, len(words)-1)
	for i, w := range words[1:] {
		arguments[i] = w.Value
	}
	switch program := programName(words[0].Value); program {
	case "npm", "pnpm", "yarn", "bun":
		return packageScript(program, arguments, folder)
	case "turbo":
		return turboTasks(arguments, folder)
	case "lerna":
		return lernaScript(arguments)
	case "nx":
		return nxTargets(arguments)
	case "docker", "podman":
		if len(arguments) > 0 && arguments[0] == "compose" {
			return composeUp(arguments[1:], folder)
		}
	case "docker-compose", "podman-compose":
		return composeUp(arguments, folder)
	case "concurrently", "conc":
		inner := starter{folder: folder}
		for _, w := range words[1:] {
			if script, found := shortcut(w.Value); found {
				inner.started = append(inner.started, scriptIn(folder, script))
			} else if strings.Contains(w.Value, " ") && !strings.HasPrefix(w.Value, "-") {
				inner.line(w, depth+1)
			}
		}
		return launched{inner.started, true, false}
	case "run-p", "npm-run-all":
		if program == "run-p" || parallel(words) {
			return parallelScripts(arguments, folder)
		}
	}
	return launched{}
}

// starters are the programs that start others by their names, and that a package manager runs by its own name alone.
var starters = words("turbo lerna nx concurrently conc run-p npm-run-all")

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

// valueFlags are the flags of package managers and of what runs scripts whose value is the next word.
var valueFlags = words("-w --workspace --prefix -C --dir --cwd -F --filter --scope --concurrency --workspace-concurrency --loglevel --reporter " +
	"--ui --env-mode --cache-dir --log-order --log-prefix --output-logs --jobs -j --include --exclude --from " +
	"-t --target --targets -p --projects --configuration")

// A request is the arguments of a program that runs scripts.
type request struct {
	words []string
	// flags are its flags, each with its values, which may be empty.
	flags map[string][]string
	// more is set where something is handed on to what is run.
	more bool
}

// requestOf reads arguments; where late is not set, what is behind the first word that is no flag and not among the verbs
// is handed on.
func requestOf(arguments []string, verbs map[string]bool, late bool) request {
	r := request{flags: map[string][]string{}}
	for i := 0; i < len(arguments); i++ {
		a := arguments[i]
		flag, value, assigned := strings.Cut(a, "=")
		named := slices.ContainsFunc(r.words, func(w string) bool { return !verbs[w] })
		switch {
		case a == "--":
			r.more = r.more || i+1 < len(arguments)
			return r
		case named && !late:
			r.more = true
			return r
		case !strings.HasPrefix(a, "-"):
			r.words = append(r.words, a)
		case assigned || !valueFlags[flag] || i+1 == len(arguments):
			r.flags[flag] = append(r.flags[flag], value)
		default:
			i++
			r.flags[flag] = append(r.flags[flag], arguments[i])
		}
	}
	return r
}

// values returns the values of flags that mean the same.
func (r request) values(flags ...string) []string {
	var all []string
	for _, f := range flags {
		all = append(all, r.flags[f]...)
	}
	return all
}

func (r request) has(flags ...string) bool {
	return slices.ContainsFunc(flags, func(f string) bool { return r.flags[f] != nil })
}

// in returns the folder that a request is run in, and false where that is not known.
func (r request) in(folder string) (string, bool) {
	for _, to := range r.values("--prefix", "-C", "--dir", "--cwd") {
		if to == "" || !ownPath(to) {
			return "", false
		}
		folder = path.Join(folder, to)
	}
	return folder, true
}

// packageScript reads how a package manager runs a script, of this package or of others in the workspace: npm run dev,
// npm -w web run dev, pnpm --filter web dev, pnpm -r --parallel dev, yarn workspace web dev, yarn workspaces foreach -p run
// dev. npm and Yarn 1 run the script of several packages one after the other.
func packageScript(program string, arguments []string, folder string) launched {
	r := requestOf(arguments, words("run run-script workspace workspaces foreach"), program == "npm")
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
		case strings.Trim(a, "-Apiv") == "" && !strings.HasPrefix(a, "--"):
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
			continue
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
			beside, _ = strconv.Atoi(n)
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

// joinLists returns arguments in which the words behind a flag that takes a list are one, with commas: -p web api.
func joinLists(arguments []string) []string {
	var joined []string
	list := false
	for _, a := range arguments {
		last := len(joined) - 1
		switch {
		case strings.HasPrefix(a, "-"):
			list = words("-t -p --target --targets --projects")[a]
			joined = append(joined, a)
		case list && !strings.HasPrefix(joined[last], "-"):
			joined[last] += "," + a
		default:
			joined = append(joined, a)
		}
	}
	return joined
}

// list returns the values of flags that are lists with commas.
func (r request) list(flags ...string) []string {
	var all []string
	for _, v := range r.values(flags...) {
		all = append(all, strings.Split(v, ",")...)
	}
	return all
}

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
		case words("--pull --attach --no-attach --exit-code-from --wait-timeout --menu")[a]:
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
