package machine

import (
	"path"
	"slices"
	"strings"
)

// title returns what a person calls a process: the script that an interpreter runs, with its first word ("next dev",
// "manage.py runserver", "http.server"), or the name of what only the program's makers would recognise by its
// process ("AirPlay Receiver"). It is empty where the process's name says it already.
func title(name string, args []string) string {
	if t := wellKnown(name, args); t != "" {
		return t
	}
	if len(args) == 0 {
		return ""
	}
	program := programOf(args[0])
	if base, version, ok := strings.Cut(program, " ("); ok && version != "" {
		return base // next-server (v15.1.0): a program that has written its own command line
	}
	kind := interpreters[strings.TrimRight(program, "0123456789.")]
	if kind == nil {
		return ""
	}
	script, rest := kind.script(args[1:])
	if script == "" {
		return ""
	}
	if len(rest) > 0 && isCommand(rest[0]) {
		script += " " + rest[0]
	}
	return script
}

// An interpreter says how a program that runs scripts is called.
type interpreter struct {
	// valued are the options whose value is the next argument.
	valued []string
	// module is the option whose value is what runs (python -m); the arguments after it are the module's.
	module []string
	// inline are options after which there is no script.
	inline []string
	// verbs are words that stand before the script (deno run, bun run).
	verbs []string
}

// interpreters are by their programs' names without a version.
var interpreters = map[string]*interpreter{
	"node": {valued: []string{
		"-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file", "--title",
	}, inline: []string{"-e", "--eval", "-p", "--print"}},
	"deno":   {verbs: []string{"run", "serve", "task"}, valued: []string{"-c", "--config", "--import-map", "--port", "--host"}},
	"bun":    {verbs: []string{"run", "x"}, valued: []string{"-r", "--preload", "--cwd", "-c", "--config"}, inline: []string{"-e", "--eval"}},
	"tsx":    {verbs: []string{"watch"}},
	"python": {module: []string{"-m"}, inline: []string{"-c"}, valued: []string{"-W", "-X"}},
	"pypy":   {module: []string{"-m"}, inline: []string{"-c"}, valued: []string{"-W", "-X"}},
	"ruby":   {valued: []string{"-I", "-r", "-C"}, inline: []string{"-e"}},
	"perl":   {valued: []string{"-I"}, inline: []string{"-e", "-E"}},
	"php":    {valued: []string{"-d", "-c", "-t"}, inline: []string{"-r", "-S"}},
	"java": {valued: []string{
		"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules", "--add-opens", "--add-exports",
	}, module: []string{"-jar", "-m", "--module"}},
	"dotnet": {verbs: []string{"exec", "watch"}, valued: []string{"--project"}},
}

// script returns what is run, as a person calls it, and its arguments.
func (i *interpreter) script(args []string) (name string, rest []string) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		option, _, valued := strings.Cut(arg, "=")
		switch {
		case slices.Contains(i.module, arg) && len(args) > 0:
			return programOf(args[0]), args[1:]
		case slices.Contains(i.inline, option):
			return "", nil
		case slices.Contains(i.valued, option) && !valued && len(args) > 0:
			args = args[1:]
		case slices.Contains(i.verbs, arg):
		case arg == "" || arg[0] == '-':
		default:
			return scriptName(arg), args
		}
	}
	return "", nil
}

// vague are file names that say nothing of the program that they start; their package's name does.
var vague = []string{"cli", "index", "main", "bin", "run", "start", "server", "dev", "launcher", "cmd"}

// scriptName returns what the script in a file is called: next for node_modules/next/dist/bin/next, react-scripts
// start for node_modules/react-scripts/scripts/start.js, server.js for src/server.js.
func scriptName(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	name := path.Base(file)
	_, inside, ok := cutLast(file, "node_modules/")
	if !ok {
		return name
	}
	bare := name
	for _, ending := range []string{".js", ".mjs", ".cjs"} {
		bare = strings.TrimSuffix(bare, ending)
	}
	parts := strings.Split(inside, "/")
	if parts[0] == ".bin" || !slices.Contains(vague, bare) {
		return bare
	}
	owner := parts[0]
	if strings.HasPrefix(owner, "@") && len(parts) > 1 {
		owner += "/" + parts[1]
	}
	if bare == "start" || bare == "dev" {
		owner += " " + bare
	}
	return owner
}

// isCommand reports whether an argument is a word that says what a program does (dev, runserver, app:api), not a
// value of some user.
func isCommand(arg string) bool {
	if arg == "" || arg[0] == '-' || len(arg) > 40 {
		return false
	}
	letters := false
	for _, r := range arg {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			letters = true
		case '0' <= r && r <= '9', strings.ContainsRune("_-:", r):
		case r == '.' && strings.Contains(arg, ":"):
		default:
			return false
		}
	}
	return letters
}

// programOf returns the name of a program's file, without its folder and .exe.
func programOf(file string) string {
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), ".exe")
}

// wellKnown returns what a process is to a person who does not know its name.
func wellKnown(name string, args []string) string {
	all := strings.Join(args, " ")
	switch lower := strings.ToLower(strings.TrimSuffix(name, ".exe")); {
	case lower == "controlcenter" || lower == "controlce":
		return airPlay
	case lower == "wslrelay" || lower == "wslhost":
		return "WSL relay, for a program in WSL"
	case strings.Contains(all, "--type=extensionHost"):
		return vsCode + " extension host"
	case strings.Contains(all, "/server-main.js") && strings.Contains(all, "vscode"), lower == "code-tunnel":
		return vsCode + " server"
	case slices.Contains(editors, lower) || strings.HasPrefix(lower, "code helper"):
		// Which of its processes forwards ports and which runs extensions is not told.
		return vsCode + ", which forwards a port or runs an extension"
	}
	return ""
}

// What titles say of processes that are nobody's own programs.
const (
	airPlay = "AirPlay Receiver"
	vsCode  = "VS Code"
)

// IsEditor reports whether the process is one of an editor's own: it forwards a port, or runs an extension.
func (o *Owner) IsEditor() bool {
	return strings.HasPrefix(o.Title, vsCode) || strings.HasPrefix(wellKnown(o.Name, nil), vsCode)
}

// editors are the processes of VS Code and what is made from it.
var editors = []string{"code", "code-insiders", "code - insiders", "codium", "vscodium", "cursor", "windsurf"}

// AirPlay reports whether the process is macOS's AirPlay Receiver, which listens on 5000 and 7000 where it is switched
// on.
func (o *Owner) AirPlay() bool { return o != nil && o.Title == airPlay }

// Scripted reports whether the process is a script, or was started by a script runner: what somebody works on in its
// folder, rather than a daemon that happens to be there.
func (o *Owner) Scripted() bool {
	return o != nil && (o.Runner != "" || o.Title != "" && wellKnown(o.Name, o.args) == "")
}
