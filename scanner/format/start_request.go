package format

import (
	"path"
	"slices"
	"strings"
)

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
			r.more = i+1 < len(arguments)
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

// listFlags are those of which several words may be the value.
var listFlags = words("-t -p --target --targets --projects")

// joinLists returns arguments in which the words behind a flag that takes a list are one, with commas: -p web api.
func joinLists(arguments []string) []string {
	var joined []string
	list := false
	for _, a := range arguments {
		last := len(joined) - 1
		switch {
		case strings.HasPrefix(a, "-"):
			list = listFlags[a]
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
