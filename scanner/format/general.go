package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Every other configuration file: only what is written out as an endpoint of this machine or as a URL counts,
// as nothing is known of what the settings mean.
var _ = register(format{
	name:  "general",
	files: []string{"*.yml", "*.yaml", "*.json", "*.jsonc", "*.json5", "*.toml", "*.ini", "*.cfg", "*.conf", "*.properties"},
	scan:  scanGeneral,
})

func scanGeneral(f File) []claim.Claim {
	roots := trees(f)
	if roots == nil {
		return endpointLines(f.Text, claim.Claim{Scope: scopeOf(f, nil)})
	}
	var claims []claim.Claim
	for _, root := range roots {
		scope := scopeOf(f, root)
		root.Walk(func(key string, n *syntax.Node) bool {
			if n.Kind != syntax.Scalar || !strings.Contains(n.Text, ":") {
				return true
			}
			names := nameOf(settingName(key))
			if names.has(proseNames) {
				return true
			}
			claims = append(claims, addressClaims(n.Value().Interpolate(), names, claim.Claim{Scope: scope, Key: key})...)
			return true
		})
	}
	return claims
}

// trees returns the settings of a file, read in the notation that its ending tells; none where the ending stands
// for many notations.
func trees(f File) []*syntax.Node {
	switch path.Ext(strings.ToLower(f.Base())) {
	case ".yml", ".yaml":
		return append([]*syntax.Node{}, syntax.YAML(f.Text)...)
	case ".json", ".jsonc", ".json5":
		return []*syntax.Node{syntax.JSON(f.Text)}
	case ".toml":
		return []*syntax.Node{syntax.TOML(f.Text)}
	case ".ini":
		return []*syntax.Node{syntax.INI(f.Text)}
	case ".properties":
		return []*syntax.Node{syntax.Properties(f.Text)}
	}
	return nil
}

// proseNames are settings that are for people to read.
var proseNames = words("comment comments description descriptions example examples help label message messages note notes " +
	"placeholder summary title tooltip echo markdowndescription")

// settingName returns the last name in a path: url for servers[0].url and for urls[0] urls.
func settingName(key string) string {
	if i := strings.LastIndexByte(key, '['); i >= 0 && strings.HasSuffix(key, "]") {
		key = key[:i]
	}
	return key[strings.LastIndexByte(key, '.')+1:]
}

// scopeOf returns whose port space a file's settings are about, as far as its place and its kind tell.
func scopeOf(f File, root *syntax.Node) claim.Scope {
	name := "/" + strings.ToLower(f.Name)
	switch {
	case isSample(f):
		return claim.Sample
	case strings.Contains(name, "/.github/") || strings.Contains(name, "/.circleci/") || strings.Contains(name, "/.gitlab-ci") ||
		strings.Contains(name, "/azure-pipelines") || strings.Contains(name, "/bitbucket-pipelines"):
		return claim.CI
	case root.Get("apiVersion") != nil && root.Get("kind") != nil:
		return claim.Cluster
	}
	return claim.Host
}
