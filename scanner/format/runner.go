package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// runners are the commands that run the command behind their own arguments, with those of their flags that
// have a value.
var runners = map[string]string{
	"npx": "-p --package -c", "bunx": "", "pnpx": "", "env": "-u", "cross-env": "", "cross-env-shell": "", "set": "", "export": "",
	"dotenv": "-e -v -c -p -o", "dotenvx": "-f -e", "env-cmd": "-f -e -r", "sudo": "-u -g", "exec": "-a", "time": "", "nohup": "", "command": "", "nice": "-n",
	"poetry": "", "pipenv": "", "uv": "--with --project --env-file", "pdm": "", "bundle": "", "xvfb-run": "-s -n", "winpty": "", "call": "", "timeout": "-k -s --kill-after --signal",
	"tini": "", "dumb-init": "", "thrust": "", "gosu": "", "su-exec": "", "doppler": "-p -c", "op": "", "mise": "", "rtx": "", "direnv": "", "hatch": "", "rye": "",
	"opentelemetry-instrument": "", "ddtrace-run": "", "newrelic-admin": "",
}

// runnerVerbs are the words between a runner and its command.
var runnerVerbs = words("run exec x dlx run-program run-script tool --")

// packageManagers run a script or, with exec, a command.
var packageManagers = words("npm pnpm yarn bun deno")

// unwrap returns the command that a command runs, having noted the variables that it is given on the way.
func (r *run) unwrap(words []syntax.Text) []syntax.Text {
	for range maxCommandDepth {
		if len(words) == 0 {
			return nil
		}
		if len(words) > 1 && strings.Trim(words[0].Value, "\x00") == "" && words[0].Value != "" {
			if words = r.unwrapVariable(words); words[0].Hole(0) != nil {
				return words
			}
		}
		program := programName(words[0].Value)
		if packageManagers[program] {
			if i := packageManagerCommand(words); i > 0 {
				words = words[i:]
				continue
			}
			return words
		}
		valued, runs := runners[program]
		if !runs {
			return words
		}
		words = r.skipRunner(words[1:], strings.Fields(valued))
		if program == "timeout" && len(words) > 0 {
			words = words[1:]
		}
	}
	return words
}

// containerEngines are the words in the name of a variable that holds a program like docker.
var containerEngines = words("docker podman container nerdctl")

// unwrapVariable returns the words of a command that begins with a variable as they are likely to be: $(SUDO) docker
// is docker, $(CONTAINER_TOOL) run is docker run and $(PYTHON) is python. Of other variables nothing is known.
func (r *run) unwrapVariable(words []syntax.Text) []syntax.Text {
	variable := words[0].Hole(len(words[0].Value) - 1).Name // $(QUIET)$(DOCKER)
	program := strings.ToLower(variable)
	if nameOf(variable).has(containerEngines) {
		program = "docker"
	}
	if _, runs := runners[program]; runs || packageManagers[program] || program == "docker" || program == "python" || program == "make" {
		return append([]syntax.Text{syntax.Verbatim(program, 0)}, words[1:]...)
	}
	if t, _ := toolOf(words[1:]); toolsByName[t.name].name != "" {
		return words[1:]
	}
	return words
}

// skipRunner returns the words behind a runner's own arguments.
func (r *run) skipRunner(words []syntax.Text, valued []string) []syntax.Text {
	for i := 0; i < len(words); i++ {
		w := words[i].Value
		name, _, assigned := strings.Cut(w, "=")
		switch {
		case runnerVerbs[w]:
		case strings.HasPrefix(w, "-"):
			if slices.Contains(valued, w) {
				i++
			}
		case assigned && !strings.ContainsAny(name, " /:-"):
			r.set(words[i])
		default:
			return words[i:]
		}
	}
	return nil
}

// packageManagerCommand returns where in the words of a package manager the command begins that it executes,
// or 0 where it runs a script. yarn and pnpm execute a program by its name alone.
func packageManagerCommand(words []syntax.Text) int {
	for i, w := range words[1:] {
		switch w.Value {
		case "exec", "x", "dlx":
			i += 2
			for i < len(words) && strings.HasPrefix(words[i].Value, "-") {
				i++
			}
			return i
		case "run", "run-script", "start", "test":
			return 0
		}
	}
	if program := programName(words[0].Value); len(words) > 1 && (program == "yarn" || program == "pnpm") && toolsByName[words[1].Value].name != "" {
		return 1
	}
	return 0
}

// serverScripts are what people call the scripts of package.json that start a server.
var serverScripts = words("dev develop preview serve start storybook")

// startsServer reports whether the arguments of a package manager name such a script, or one of a kind: dev:web.
func startsServer(arguments []syntax.Text) bool {
	return slices.ContainsFunc(arguments, func(w syntax.Text) bool {
		script, _, _ := strings.Cut(w.Value, ":")
		return serverScripts[script]
	})
}

// programName returns the name of a program without its folder, its version and what Windows adds.
func programName(word string) string {
	name := path.Base(strings.ReplaceAll(word, `\`, "/"))
	name = strings.ToLower(name)
	if i := strings.LastIndexByte(name, '@'); i > 0 {
		name = name[:i]
	}
	for _, ending := range []string{".exe", ".cmd", ".bat"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}
