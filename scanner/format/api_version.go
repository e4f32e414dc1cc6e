package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// apiTools are the tools that borrow the notation of Kubernetes for files of their own: their API group, and a
// setting at the top that tells them where the group is being typed.
var apiTools = []struct{ name, group, kind, setting string }{
	{"kind", "kind.x-k8s.io/", "Cluster", "nodes"},
	{"k3d", "k3d.io/", "Simple", ""},
	{"skaffold", "skaffold/", "Config", "build"},
	{"skaffold", "skaffold/", "Config", "portForward"},
	{"", "devspace.sh/", "", "-"},
	{"", "ctlptl.dev/", "", "-"},
}

// apiOf returns whose file one with an apiVersion or a kind is: "kubernetes", the name of a tool, or "" where it
// is neither's.
func apiOf(f File) string {
	for _, root := range apiDocuments(f) {
		version, kind := root.Get("apiVersion").Value().Value, root.Get("kind").Value().Value
		for _, tool := range apiTools {
			if strings.HasPrefix(version, tool.group) ||
				tool.kind != "" && kind == tool.kind && !strings.Contains(version, "/") && (tool.setting == "" || root.Get(tool.setting) != nil) {
				return tool.name
			}
		}
		if borrowed(version) {
			return ""
		}
		content := root.Get("metadata") != nil || root.Get("spec") != nil
		if version != "" && kind != "" || content && (version != "" || kind != "") {
			return "kubernetes"
		}
	}
	return ""
}

// ownGroups are the groups of Kubernetes' own API whose names are no domains, as those of all its extensions are.
var ownGroups = words("apps batch autoscaling policy extensions componentconfig")

// borrowed reports whether an apiVersion is another program's: its group is no domain and none of Kubernetes' own.
func borrowed(version string) bool {
	group, number, found := strings.Cut(version, "/")
	return found && number != "" && !strings.ContainsAny(group, ".{$") && !ownGroups[group]
}

// apiDocuments returns the documents of a file that may have a kind; none where the word is not in it.
func apiDocuments(f File) []*syntax.Node {
	if !strings.Contains(f.Text, "kind") && !strings.Contains(f.Text, "apiVersion") {
		return nil
	}
	return documents(f)
}
