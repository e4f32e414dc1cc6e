package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Pipelines of other continuous integration services: GitLab, CircleCI, Azure, Bitbucket, Drone, Woodpecker, Travis,
// Buildkite, AppVeyor, Semaphore, Gitea. They differ in how they nest; what a script is called and what holds variables differs little.
var _ = register(format{
	name: "pipeline",
	files: []string{
		".gitlab-ci.yml", ".gitlab-ci.yaml", "*.gitlab-ci.yml", "*.gitlab-ci.yaml", ".gitlab/ci/*.yml", ".circleci/config.yml", ".circleci/*.yml",
		"azure-pipelines*.yml", "azure-pipelines*.yaml", ".azure-pipelines/*.yml", "bitbucket-pipelines.yml", ".drone.yml", ".woodpecker.yml", ".woodpecker/*.yml",
		".woodpecker/*.yaml", ".travis.yml", "appveyor.yml", ".appveyor.yml", ".semaphore/*.yml", ".buildkite/*.yml", ".gitea/workflows/*.yml", ".gitea/workflows/*.yaml", ".forgejo/workflows/*.yml",
	},
	scan: scanPipeline,
})

var (
	// pipelineScripts are the settings that hold lines for the shell.
	pipelineScripts = words("script scripts before_script after_script run bash pwsh powershell command commands before_install install before_after after_success after_failure " +
		"init install build_script before_build after_build test_script before_test after_test deploy_script on_finish")
	// pipelineVariables are those that hold environment variables.
	pipelineVariables = words("variables env env_vars environment global matrix")
)

func scanPipeline(f File) []claim.Claim {
	if strings.Contains(f.Name, "workflows/") {
		return scanGitHubActions(f) // Gitea and Forgejo read the same
	}
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		for _, p := range entries(root) {
			base := claim.Claim{Scope: claim.CI, Group: p.Key}
			claims = append(claims, pipelineSetting(p, p.Key, base)...)
		}
	}
	return claims
}

// pipelineSetting reads a setting at a path, and all below it.
func pipelineSetting(p syntax.Pair, key string, base claim.Claim) []claim.Claim {
	value := p.Value.Resolved()
	base.Key = key
	switch {
	case value == nil || nameOf(p.Key).has(proseNames) || nameOf(p.Key).last() == "name":
		return nil
	case p.Key == "ports" && value.Kind == syntax.Sequence:
		var claims []claim.Claim
		for i, item := range items(value) {
			base.Key = index(key, i)
			claims = append(claims, mappingClaims(item.Value().Interpolate(), base)...)
		}
		return claims
	case p.Key == "command" && value.Kind == syntax.Sequence:
		return commandClaims(value, nil, base)
	case pipelineScripts[p.Key] && value.Kind != syntax.Mapping:
		return pipelineLines(value, key, base)
	case pipelineVariables[p.Key] && value.Kind != syntax.Scalar:
		if settings := variablesOf(value, key); len(settings) > 0 {
			return append(settingClaims(settings, base), pipelineBelow(value, key, base)...)
		}
	case value.Kind == syntax.Scalar:
		return addressClaims(value.Value().Interpolate(), nameOf(p.Key), base)
	}
	return pipelineBelow(value, key, base)
}

// variablesOf returns environment variables: a mapping, a list of NAME=value, several of them in a line, or a list of
// mappings, each either of names or of a name and a value.
func variablesOf(n *syntax.Node, key string) []setting {
	var settings []setting
	for _, t := range texts(n) {
		for _, c := range syntax.Commands(t) {
			for _, set := range c.Sets {
				name, value, _ := set.Cut('=')
				settings = append(settings, setting{name.Value, syntax.Join(key, name.Value), value})
			}
		}
	}
	if len(settings) == 0 {
		settings = settingsOf(n, key)
	}
	for _, item := range items(n) {
		if name := item.Get("name").Value().Value; name != "" {
			settings = append(settings, setting{name, syntax.Join(key, name), item.Get("value").Value().Interpolate()})
			continue
		}
		settings = append(settings, settingsOf(item, key)...)
	}
	return settings
}

func pipelineBelow(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(n) {
		if p.Value.Resolved() != nil && (p.Value.Resolved().Kind != syntax.Scalar || !pipelineVariables[settingName(key)]) {
			claims = append(claims, pipelineSetting(p, syntax.Join(key, p.Key), base)...)
		}
	}
	for i, item := range items(n) {
		if item = item.Resolved(); item != nil && item.Kind != syntax.Scalar {
			claims = append(claims, pipelineBelow(item, index(key, i), base)...)
		}
	}
	return claims
}

// pipelineLines reads a script: one text, or a list of lines and of lists of them.
func pipelineLines(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.Key = key
	claims := lineClaims(n.Value().Interpolate(), base)
	for i, item := range items(n) {
		if item = item.Resolved(); item == nil {
			continue
		}
		if item.Kind == syntax.Mapping {
			claims = append(claims, pipelineBelow(item, index(key, i), base)...)
			continue
		}
		claims = append(claims, pipelineLines(item, index(key, i), base)...)
	}
	return claims
}
