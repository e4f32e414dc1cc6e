package format

import (
	"path"
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Every other configuration file. As nothing is known of what the settings mean, what is written out as an endpoint
// of this machine or as a URL counts, and what is a port by its name.
var _ = register(format{
	name:  "general",
	files: []string{"*.yml", "*.yaml", "*.json", "*.jsonc", "*.json5", "*.toml", "*.ini", "*.cfg", "*.conf", "*.properties", "*.prisma"},
	scan:  scanGeneral,
})

func scanGeneral(f File) []claim.Claim {
	roots := trees(f)
	if roots == nil {
		base := claim.Claim{Scope: scopeOf(f, nil)}
		return append(endpointLines(f.Text, base), namedPorts(lineSettings(f.Text), base)...)
	}
	var claims []claim.Claim
	for _, root := range roots {
		scope := scopeOf(f, root)
		if configures(f, root) {
			named := namedPorts(settingsBelow(root), claim.Claim{Scope: scope})
			if ofStore(f) {
				named = asGoing(named)
			}
			claims = append(claims, named...)
			claims = append(claims, namedValues(root, claim.Claim{Scope: scope, Unsure: true})...)
			claims = append(claims, namedCommands(root, claim.Claim{Scope: scope, Unsure: true})...)
			claims = append(claims, namedMappings(root, claim.Claim{Scope: scope, Unsure: true})...)
		}
		root.Walk(func(key string, n *syntax.Node) bool {
			if n.Kind != syntax.Scalar || !strings.Contains(n.Text, ":") {
				return true
			}
			names := nameOf(settingName(key))
			if names.has(proseNames) {
				return true
			}
			section, _ := mappingOf(key)
			switch of := nameOf(settingName(strings.TrimSuffix(section, "."))); {
			case len(names) == 1 && protocols[names[0]] && nameOf(section).has(servers):
				names = append(names, "listen") // web.http
			case names.has(addressWords) && of.has(others) && !of.has(faces):
				names = append(of, names...) // redis.addr
			}
			claims = append(claims, addressClaims(n.Value().Interpolate(), names, insideOf(key, claim.Claim{Scope: scope, Key: key}))...)
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
	case ".cfg", ".conf":
		switch {
		case sectionLine.MatchString(f.Text):
			return []*syntax.Node{syntax.INI(f.Text)}
		case blockLine.MatchString(f.Text):
			return []*syntax.Node{syntax.Braces(f.Text)}
		}
	case ".ini":
		return []*syntax.Node{syntax.INI(f.Text)}
	case ".properties":
		return []*syntax.Node{syntax.Properties(f.Text)}
	}
	return nil
}

// sectionLine finds the line that begins a section of an INI file.
var sectionLine = regexp.MustCompile(`(?m)^[ \t]*\[[\w. :"-]+\][ \t\r]*$`)

// blockLine finds the line that begins a block of settings in braces (HOCON, HCL).
var blockLine = regexp.MustCompile(`(?m)^[ \t]*[\w."-]+[ \t]*[=:]?[ \t]*\{[ \t\r]*$`)

// configures reports whether a file is the settings of a program rather than data, a description of an interface,
// or what is to be done to other machines (Ansible, CloudFormation).
func configures(f File, root *syntax.Node) bool {
	if root.Kind != syntax.Mapping {
		return false
	}
	for _, key := range []string{"openapi", "swagger", "asyncapi", "$schema", "AWSTemplateFormatVersion", "Resources"} {
		if root.Get(key) != nil && (key != "$schema" || root.Get("properties") != nil) {
			return false
		}
	}
	for _, folder := range []string{"ansible", "roles", "playbooks", "group_vars", "host_vars", "inventory", "fixtures", "testdata", "locales", "i18n"} {
		if strings.Contains("/"+strings.ToLower(f.Name), "/"+folder+"/") {
			return false
		}
	}
	return true
}

// protocols are the names of settings that are nothing but the protocol that an address is for.
var protocols = words("http https grpc rpc tcp udp ws wss")

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
		strings.Contains(name, "/azure-pipelines") || strings.Contains(name, "/bitbucket-pipelines") ||
		strings.Contains(name, "/cloudbuild") || strings.Contains(name, "/buildspec"):
		return claim.CI
	case root.Get("apiVersion") != nil && root.Get("kind") != nil:
		return claim.Cluster
	}
	return claim.Host
}
