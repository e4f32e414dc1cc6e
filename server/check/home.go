package check

import (
	"path"
	"slices"
	"strings"
)

// home returns the folder of the project that a file's folder is about: a folder of settings (.vscode, config, docker,
// src/main/resources) speaks of the project around it.
func home(file string) string {
	dir := folder(file)
	for dir != "/" && dir != "." {
		name := path.Base(dir)
		if !strings.HasPrefix(name, ".") && !slices.Contains(settingsFolders, strings.ToLower(name)) {
			return dir
		}
		dir = path.Dir(dir)
	}
	return dir
}

var settingsFolders = []string{
	"config", "configs", "conf", "conf.d", "configuration", "etc", "env", "envs", "docker", "deploy", "deployment", "deployments",
	"nginx", "src", "main", "resources", "properties", "initializers", "environments", "scripts", "bin",
}

// exampleFolders are those of which each folder inside is a project of its own.
var exampleFolders = []string{
	"example", "examples", "sample", "samples", "demo", "demos", "fixtures", "testdata", "playground", "playgrounds", "templates",
	"sandbox", "sandboxes",
}

// island returns the folder inside which files can be about one another: below examples each folder is one, and all
// that lies below none is one, named by the empty string.
func island(file string) string {
	parts := strings.Split(folder(file), "/")
	for i, part := range slices.Backward(parts) {
		if slices.Contains(exampleFolders, strings.ToLower(part)) {
			return strings.Join(parts[:min(i+2, len(parts))], "/")
		}
	}
	return ""
}
