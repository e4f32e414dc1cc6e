package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// makeTargets reads make -j2 web api (gnu.org/software/make/manual, "Parallel"): the targets are made beside each other
// where it is told so, and the first has ended before the next begins where it is not.
func makeTargets(arguments []string, folder string) launched {
	l := launched{}
	var targets []string
	for i := 0; i < len(arguments); i++ {
		a := arguments[i]
		next := ""
		if i+1 < len(arguments) {
			next = arguments[i+1]
		}
		jobs, isJobs := strings.CutPrefix(a, "-j")
		if value, found := strings.CutPrefix(a, "--jobs"); found {
			jobs, isJobs = strings.TrimPrefix(value, "="), true
		}
		switch {
		case isJobs:
			if _, number := wideNumber(next); jobs == "" && number {
				jobs = next
				i++
			}
			l.beside = jobs != "1"
		case a == "-C" || a == "--directory":
			if next == "" || !ownPath(next) {
				return launched{}
			}
			folder = path.Join(folder, next)
			i++
		case a == "-s" || a == "--no-print-directory" || a == "--silent" || a == "-k" || a == "-B" || strings.HasPrefix(a, "--output-sync"):
		case strings.Trim(a, processNames+".:/") == "" && !strings.HasPrefix(a, "-"):
			targets = append(targets, a)
		default:
			return launched{} // another file, or a variable that may give another port
		}
	}
	if len(targets) != 1 && !l.beside {
		return launched{}
	}
	l.beside = l.beside && len(targets) > 1
	for _, t := range targets {
		l.commands = append(l.commands, claim.Command{
			Files: []string{path.Join(folder, "GNUmakefile"), path.Join(folder, "makefile"), path.Join(folder, "Makefile")}, Group: t,
		})
	}
	return l
}
