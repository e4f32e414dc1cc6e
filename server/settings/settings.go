// Package settings reads what people want to hear of and what not: a project's file .portclash.toml, and comments in
// the files themselves. It is pure.
package settings

import (
	"path"
	"slices"

	"github.com/portclash/portclash/scanner"
)

// Name is what a project's file is called.
const Name = scanner.SettingsName

// Is reports whether a slash-separated path is that of a project's file.
func Is(file string) bool { return path.Base(file) == Name }

// Severities are the words for how severe a rule's findings are, the mildest first.
var Severities = []string{"off", "hint", "warning", "error"}

// Settings are what one place says: a project's file, or an editor. What it leaves out, the next place decides.
type Settings struct {
	// Severity is how a rule's findings are shown, one of Severities, by the rule's code.
	Severity map[string]string
	// Ignore are the findings that are not to be shown.
	Ignore []Ignored
	// Exclude are the files that are not to be read. Their paths are relative to the folder that the settings are for.
	Exclude Patterns
}

// Ignores reports whether a finding is one of those that are not to be shown: by its port, the first of a range, its
// code, and the path of its file relative to the folder that the settings are for.
func (s Settings) Ignores(port int, code, file string) bool {
	return slices.ContainsFunc(s.Ignore, func(i Ignored) bool { return i.covers(port, code, file) })
}

// An Ignored is a set of findings: those that have one of the ports, one of the codes, and a file that fits one of the
// paths. What is empty is any.
type Ignored struct {
	Ports []Ports
	Codes []string
	Paths Patterns
}

// Ports are the ports from First to Last.
type Ports struct{ First, Last int }

func (i Ignored) covers(port int, code, file string) bool {
	return (len(i.Ports) == 0 || slices.ContainsFunc(i.Ports, func(p Ports) bool { return p.First <= port && port <= p.Last })) &&
		(len(i.Codes) == 0 || slices.Contains(i.Codes, code)) &&
		(len(i.Paths) == 0 || i.Paths.Match(file) == Hit)
}
