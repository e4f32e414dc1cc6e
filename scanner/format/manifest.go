package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Manifests whose scripts people start by name, beside npm's: Composer (getcomposer.org/doc/articles/scripts.md), and those
// of Python: Pipenv, and in pyproject.toml the tasks of Poe, PDM, Hatch, Taskipy, Rye and Pixi.
var _ = register(format{
	name:  "manifest",
	files: []string{"composer.json", "pyproject.toml", "pipfile", "pixi.toml"},
	scan: func(f File) []claim.Claim {
		root := syntax.TOML(f.Text)
		if hasEnding(f, ".json") {
			root = syntax.JSON(f.Text)
		}
		return manifestClaims(root, "", claim.Claim{})
	},
})

var (
	// scriptTables are the tables that hold scripts by their names.
	scriptTables = words("scripts tasks")
	// scriptLines are the settings of a script that are what it runs.
	scriptLines = words("cmd command shell script sequence")
)

// manifestClaims reads a table at a path: the scripts in it, and what else is written out as an endpoint.
func manifestClaims(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(n) {
		at := under(key, p.Key)
		value := p.Value.Resolved()
		switch {
		case value == nil || nameOf(p.Key).has(proseNames):
		case scriptTables[p.Key] && value.Kind == syntax.Mapping:
			for _, script := range entries(value) {
				inner := base
				inner.Group = script.Key
				claims = append(claims, scriptClaims(script.Value, syntax.Join(at, script.Key), inner)...)
			}
		case value.Kind == syntax.Mapping:
			claims = append(claims, manifestClaims(value, at, base)...)
		default:
			claims = append(claims, endpointsBelow(value, at, base)...)
		}
	}
	return claims
}

// scriptClaims reads a script: a line for the shell, several of them, or a mapping that has them and the variables they
// are given.
func scriptClaims(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.Key = key
	n = n.Resolved()
	if n == nil {
		return nil
	}
	claims := lineClaims(n.Value().Interpolate(), base)
	for i, item := range items(n) {
		claims = append(claims, scriptClaims(item, index(key, i), base)...)
	}
	for _, p := range entries(n) {
		at := under(key, p.Key)
		switch {
		case scriptLines[p.Key]:
			claims = append(claims, scriptClaims(p.Value, at, base)...)
		case p.Key == "env":
			claims = append(claims, settingClaims(settingsOf(p.Value, at), base)...)
		}
	}
	return claims
}
