package settings

import (
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// Patterns are globs as a .gitignore has them (git-scm.com/docs/gitignore): one without a slash fits at any depth, one
// with a slash from the folder on, one that ends in a slash only folders with all that is in them, and ! takes back
// what an earlier one fits.
type Patterns []gitignore.Pattern

// A Match is what patterns say of a file.
type Match uint8

const (
	// None is that no pattern fits.
	None Match = iota
	// Hit is that the last pattern that fits is a plain one.
	Hit
	// Miss is that the last pattern that fits begins with !.
	Miss
)

// Match returns what the patterns say of a file, whose path is relative to their folder.
func (p Patterns) Match(file string) Match {
	parts := strings.Split(file, "/")
	for _, pattern := range slices.Backward(p) {
		switch pattern.Match(parts, false) {
		case gitignore.Exclude:
			return Hit
		case gitignore.Include:
			return Miss
		case gitignore.NoMatch:
		}
	}
	return None
}

// glob reads a pattern; it reports false for one that no path can fit.
func glob(text string) (gitignore.Pattern, bool) {
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "!"), "/") {
		if _, err := path.Match(part, ""); err != nil {
			return nil, false
		}
	}
	if strings.Trim(text, "!/ ") == "" {
		return nil, false
	}
	return gitignore.ParsePattern(text, nil), true
}
