package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// hasEnding reports whether a file's name ends in one of some endings, which are in lower case, in any case.
func hasEnding(f File, endings ...string) bool {
	name := strings.ToLower(f.Name)
	return slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// isYAML reports whether a file is written in YAML by its name.
func isYAML(f File) bool { return hasEnding(f, ".yml", ".yaml") }

// documents returns the documents of a file that may be written in YAML or in JSON: in JSON where its name says so.
func documents(f File) []*syntax.Node {
	if hasEnding(f, ".json") {
		return []*syntax.Node{syntax.JSON(f.Text)}
	}
	return syntax.YAML(f.Text)
}
