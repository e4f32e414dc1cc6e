package format

import (
	"slices"
)

// unread are the patterns (path.Match, in lower case) of files that are written in a notation of configuration
// but claim nothing: locks, which machines write, and the settings of compilers and formatters.
var unread = patterns(
	"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "*.lock.json", "*-lock.json", "*.min.json",
	"packages.lock.json", "project.assets.json", "tsconfig.json", "tsconfig.*.json", "jsconfig.json",
	".eslintrc.*", ".prettierrc.*", ".stylelintrc.*", "renovate.json", ".renovaterc.json",
	// programs and prose that are named for what they are about: makefile.go, procfile.md
	"*.go", "*.rs", "*.java", "*.kt", "*.scala", "*.swift", "*.c", "*.h", "*.cc", "*.cpp", "*.hpp", "*.cs", "*.fs", "*.vb",
	"*.pl", "*.ex", "*.erl", "*.hs", "*.clj", "*.dart", "*.zig", "*.vue", "*.svelte", "*.css", "*.scss",
	"*.html", "*.htm", "*.svg", "*.png", "*.md", "*.rst", "*.adoc", "*.lock", "*.log", "*.snap", "*.map",
	"*.schema.json", "*.map.json", "*.tsbuildinfo.json", "lerna-debug.json",
)

// isUnread reports whether a file of that lower-case name is one of those.
func isUnread(name string) bool {
	return slices.ContainsFunc(unread, func(p pattern) bool { return p.matches(name) })
}

func patterns(globs ...string) []pattern {
	var all []pattern
	for _, g := range globs {
		all = append(all, patternOf(g))
	}
	return all
}
