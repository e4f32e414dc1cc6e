package format

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Every other configuration file. As nothing is known of what the settings mean, what is written out as an endpoint
// of this machine or as a URL counts, and what is a port by its name.
var _ = register(format{
	name:  "general",
	files: []string{"*.yml", "*.yaml", "*.json", "*.jsonc", "*.json5", "*.toml", "*.ini", "*.cfg", "*.conf", "*.properties", "*.hjson", "*.hocon", "*.hcl", "*.prisma"},
	scan:  scanGeneral,
})

func scanGeneral(f File) []claim.Claim {
	roots := trees(f)
	if roots == nil {
		base := claim.Claim{Scope: scopeOf(f, nil)}
		settings := lineSettings(f.Text)
		return append(writtenAddresses(settings, base), namedPorts(settings, base)...)
	}
	var claims []claim.Claim
	for _, root := range roots {
		base := claim.Claim{Scope: scopeOf(f, root)}
		settings, first := slices.DeleteFunc(settingsBelow(root), setting.namesSchema), len(claims)
		if describes(root) {
			settings = described(settings)
		}
		if configures(f, root) {
			named := namedPorts(settings, base)
			if ofStore(f) && !tellsListening(settings) {
				named = mostlyGoing(named)
			}
			unsure := base
			unsure.Unsure = true
			claims = slices.Concat(claims, named, namedValues(root, unsure), namedCommands(root, unsure))
		}
		claims = append(claims, writtenAddresses(settings, base)...)
		switchedOff(claims[first:], settings)
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
		case tableLine.MatchString(f.Text):
			return []*syntax.Node{syntax.TOML(f.Text)}
		case sectionLine.MatchString(f.Text):
			return []*syntax.Node{syntax.INI(f.Text)}
		case blockLine.MatchString(f.Text):
			return []*syntax.Node{syntax.Braces(f.Text)}
		case nestedLine.MatchString(f.Text):
			return append([]*syntax.Node{}, syntax.YAML(f.Text)...)
		}
	case ".hjson", ".hocon", ".hcl":
		return []*syntax.Node{syntax.Braces(f.Text)}
	case ".ini":
		return []*syntax.Node{syntax.INI(f.Text)}
	case ".properties":
		return []*syntax.Node{syntax.Properties(f.Text)}
	}
	return nil
}

// tableLine finds the line that begins one of several tables of a name in TOML.
var tableLine = regexp.MustCompile(`(?m)^[ \t]*\[\[[\w.]+\]\][ \t\r]*(#.*)?$`)

// sectionLine finds the line that begins a section of an INI file.
var sectionLine = regexp.MustCompile(`(?m)^[ \t]*\[[\w. :"-]+\][ \t\r]*$`)

// blockLine finds the line that begins a block of settings in braces (HOCON, HCL).
var blockLine = regexp.MustCompile(`(?m)^[ \t]*[\w."-]+[ \t]*[=:]?[ \t]*\{[ \t\r]*$`)

// nestedLine finds the line that begins a block of settings by their indentation, with the first of them (YAML).
var nestedLine = regexp.MustCompile(`(?m)^[\w.-]+[ \t]*:[ \t\r]*\n(?:[ \t]*#.*\n|[ \t\r]*\n)*[ \t]+(?:- )?[\w.-]+[ \t]*:(?:[ \t].*)?$`)

// configures reports whether a file is the settings of a program rather than data, a description of an interface,
// or what is to be done to other machines (Ansible, CloudFormation).
func configures(f File, root *syntax.Node) bool {
	if root.Kind != syntax.Mapping {
		return false
	}
	if describes(root) || root.Get("AWSTemplateFormatVersion") != nil || root.Get("Resources") != nil {
		return false
	}
	return !inFolder(f, "ansible", "roles", "playbooks", "group_vars", "host_vars", "inventory", "fixtures", "locales", "i18n") && !isData(f)
}

// isData reports whether a file is what tests are given.
func isData(f File) bool {
	return inFolder(f, "testdata", "test-data", "test_data", "__fixtures__") || inFolder(f, "test", "tests", "spec", "__tests__", "e2e") && inFolder(f, "fixtures")
}

// inFolder reports whether a file is in a folder of one of the names, or deeper.
func inFolder(f File, folders ...string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { return strings.Contains("/"+strings.ToLower(f.Name), "/"+folder+"/") })
}

// proseNames are settings that are for people to read.
var proseNames = words("comment comments desc description descriptions documentation example examples help label message messages note notes " +
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
	case root.Get("apiVersion") != nil && root.Get("kind") != nil && !borrowed(root.Get("apiVersion").Value().Value):
		return claim.Cluster
	}
	return claim.Host
}
