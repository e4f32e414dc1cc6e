package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// starting returns the open claim which says what a command line of a file starts by its name: scripts of this and of
// other packages, services of compose files. Where base has no Together and the line starts several beside each other, they
// are together under base's key. None is returned where the line starts nothing by a name. The line is run in a folder, a
// slash-separated path from the file's. Lines before it have ended, but for what they leave running.
func starting(f File, line syntax.Text, folder string, base claim.Claim, before ...syntax.Text) []claim.Claim {
	s := starter{folder: path.Clean(folder)}
	for _, b := range before {
		s.line(b, 0)
	}
	s.started, s.beside, s.chosen = s.left, false, 0
	s.line(line, 0)
	if len(s.started) == 0 || s.chosen > 1 {
		return nil
	}
	if s.behind {
		s.started = append(s.started, claim.Command{Files: []string{f.Base()}, Group: base.Group})
	}
	if (s.beside || s.behind) && base.Together == "" {
		base.Together = base.Key
	}
	base.Starts = s.started
	return []claim.Claim{noteAt(line.Span(0, 0).Start, base)}
}

// A starter collects what a command line starts.
type starter struct {
	folder  string
	started []claim.Command
	// left are those of them that go on when the line has ended.
	left []claim.Command
	// beside is set where the line starts more than one thing at a time.
	beside bool
	// chosen is how many times the line starts something that the shell may start instead of something else.
	chosen int
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
	if l.behind {
		s.left = append(s.left, l.commands...)
	}
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
		if putsDown(c) {
			s.started, s.left, s.beside, s.behind, last = nil, nil, false, false, launched{}
			continue
		}
		if len(c.Words) > 0 && (c.Words[0].Value == "cd" || c.Words[0].Value == "pushd") {
			to := c.Words[len(c.Words)-1].Value
			known = known && len(c.Words) == 2 && ownPath(to) && !strings.HasPrefix(to, "-")
			folder = path.Join(folder, to)
		} else {
			before := last
			if last.behind {
				s.add(last)
			}
			if last = s.command(c, folder, depth); !known || !last.within(folder) {
				last = launched{}
			}
			if len(last.commands) > 0 && c.Branch {
				s.chosen++
			}
			if len(last.commands) > 0 && c.Or && len(before.commands) > 0 {
				s.chosen += 2
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

// putsDown reports whether a command may put down what runs, as its words tell: docker compose down, npm run db:stop, pkill node.
func putsDown(c syntax.Command) bool {
	for i, w := range c.Words {
		if strings.HasPrefix(w.Value, "-") || strings.ContainsAny(w.Value, " /") || i == 0 && w.Value == "rm" {
			continue
		}
		for _, word := range strings.FieldsFunc(w.Value, func(r rune) bool { return strings.ContainsRune(":-_.", r) }) {
			if puttingDown[word] {
				return true
			}
		}
	}
	return false
}

// puttingDown are the words of commands that end what others have started.
var puttingDown = words("down kill killall pkill rm stop teardown")

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
	case "make", "gmake":
		return makeTargets(arguments, folder)
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
			} else {
				inner.line(w, depth+1)
			}
		}
		return launched{inner.started, true, false}
	case "run-p", "npm-run-all":
		if program == "run-p" || parallel(arguments) {
			return parallelScripts(arguments, folder)
		}
	}
	return launched{}
}

// starters are the programs that start others by their names, and that a package manager runs by its own name alone.
var starters = words("turbo lerna nx concurrently conc run-p npm-run-all")

// parallel reports whether npm-run-all is told to start its scripts beside each other.
func parallel(arguments []string) bool {
	return slices.Contains(arguments, "-p") || slices.Contains(arguments, "--parallel")
}

// shortcut returns the script that concurrently runs for an argument such as npm:watch:*, in which * is anything, and
// false where the argument is none.
func shortcut(argument string) (string, bool) {
	manager, script, found := strings.Cut(argument, ":")
	return strings.ReplaceAll(script, "*", "**"), found && packageManagers[manager] && strings.Trim(script, scriptNames+"*") == ""
}
