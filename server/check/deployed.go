package check

import (
	"path"
	"slices"
	"strings"
)

// deployed reports whether a file says by its name or that of its folder that it is for another machine than the one it is
// written on, as compose.prod.yaml, config/deploy.yml and .envs/.production/.web: a port that is taken here may well be free
// there.
func deployed(file string) bool {
	says := func(name string, what ...string) bool {
		return slices.ContainsFunc(fileWords(name), func(word string) bool { return slices.Contains(what, word) })
	}
	return says(path.Base(file), "prod", "production", "stage", "staging", "deploy") ||
		says(path.Base(folder(file)), "prod", "production", "staging")
}

// fileWords returns the words of a file's or a folder's name, in lower case: compose, prod, yaml for compose.prod.yaml.
func fileWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(".-_", r) })
}
