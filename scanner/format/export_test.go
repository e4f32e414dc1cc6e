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
	for i := range formats {
		f := &formats[i]
		fit := f.fit(strings.ToLower(file.Name))
		if fit < 0 || fit < most || f.is != nil && !f.is(file) {
			continue
		}
		if fit > most {
			best = nil
		}
		most, best = fit, append(best, f.name)
	}
	return best
}
