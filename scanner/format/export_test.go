package format

import (
	"slices"
	"strings"
)

// Names returns the names of all formats, sorted.
func Names() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	slices.Sort(names)
	return names
}

// Best returns the names of the formats that fit a file best; more than one is a tie.
func Best(file File) []string {
	var best []string
	most := -1
	_, file = of(file)
	names().each(strings.ToLower(file.Name), func(a alias) bool {
		f := a.format
		if a.rank < most || slices.Contains(best, f.name) || f.is != nil && !f.is(file) {
			return true
		}
		if a.rank > most {
			best = nil
		}
		most, best = a.rank, append(best, f.name)
		return true
	})
	return best
}

// Aliases returns the patterns of all names that formats go by, by the alphabet, each once.
func Aliases() []string {
	var globs []string
	for _, f := range formats {
		globs = append(globs, f.files...)
	}
	slices.Sort(globs)
	return slices.Compact(globs)
}

// Unread returns the patterns of the names that no format reads whatever it goes by.
func Unread() []string {
	var globs []string
	for _, p := range unread {
		globs = append(globs, p.glob)
	}
	return globs
}

// TemplateEndings are those of files that are read as the one that they are a template for.
var TemplateEndings = templateEndings
