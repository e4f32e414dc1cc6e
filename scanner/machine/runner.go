package machine

import (
	"slices"
	"strings"
)

// runners are the programs that start what a project calls by a name.
var runners = []string{
	"npm", "npx", "pnpm", "pnpx", "yarn", "bun", "bunx", "deno", "turbo", "nx", "lerna", "concurrently", "nodemon",
	"make", "gmake", "just", "task", "mage", "rake", "bundle", "foreman", "overmind", "hivemind", "honcho", "go", "air",
	"cargo", "gradle", "mvn", "sbt", "mix", "poetry", "pipenv", "uv", "hatch", "pdm", "dotnet", "process-compose",
}

// runnerOf returns the nearest ancestor of a process that is a script runner, as it was called, and "" where there
// is none up to what started the session.
func (f *family) runnerOf(pid int) string {
	for up, r := range f.session(pid) {
		if slices.Contains(f.above, up) {
			return ""
		}
		call, known := f.calls[up]
		if !known && !isShell(r.name) {
			call = runnerCall(r.name, arguments(up))
			f.calls[up] = call
		}
		if call != "" {
			return call
		}
	}
	return ""
}

// runnerCall returns how a runner was called, "npm run dev", and "" for what is none.
func runnerCall(name string, args []string) string {
	args = slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "" })
	if len(args) == 0 {
		return ""
	}
	words := args
	if t := strings.Fields(title(name, args)); len(t) > 0 {
		// node /usr/lib/node_modules/npm/bin/npm-cli.js run dev
		words = t
		for i, arg := range args {
			if scriptName(arg) == t[0] {
				words = slices.Concat(t[:1], args[i+1:])
				break
			}
		}
	}
	if len(words) == 1 {
		words = append(strings.Fields(words[0]), "") // npm writes its whole command line into one argument
	}
	program := programOf(words[0])
	for _, ending := range []string{".js", ".mjs", ".cjs", ".cmd"} {
		program = strings.TrimSuffix(program, ending)
	}
	program = strings.TrimSuffix(program, "-cli")
	if !slices.Contains(runners, program) {
		return ""
	}
	call := []string{program}
	for _, word := range words[1:] {
		if word == "" || word == "--" || len(call) == 4 {
			break
		}
		if !strings.HasPrefix(word, "-") {
			call = append(call, word)
		}
	}
	return strings.Join(call, " ")
}
