package server

import (
	"path/filepath"
	"strings"

	"go.lsp.dev/uri"
)

// pathOf returns the absolute, slash-separated path that a URI stands for. A document that is no file has its URI
// for a path, which is no file's.
func pathOf(u uri.URI) string {
	if !u.IsFile() {
		return string(u)
	}
	return filepath.ToSlash(filepath.Clean(u.FsPath()))
}

// uriOf returns the URI of an absolute path, as VS Code spells it.
func uriOf(path string) uri.URI {
	if strings.HasPrefix(path, "//") && filepath.Separator == '/' {
		path = "/" + strings.TrimLeft(path, "/") // a second slash would make the first element a host
	}
	return uri.File(filepath.FromSlash(path))
}

// resolved returns a path with its symbolic links followed, and the path as it is where that cannot be done.
func resolved(path string) string {
	to, err := filepath.EvalSymlinks(filepath.FromSlash(path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(to)
}

// within returns the path of a file relative to a folder, if the file is in it.
func within(folder, file string) (string, bool) {
	return strings.CutPrefix(file, strings.TrimSuffix(folder, "/")+"/")
}
