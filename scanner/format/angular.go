package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The workspaces of Angular (angular.dev/reference/configs/workspace-config) and Nx, whose targets are servers,
// and commands.
var _ = register(format{
	name:  "angular",
	files: []string{"angular.json", ".angular-cli.json", "workspace.json", "project.json", "nx.json"},
	scan:  scanAngular,
})

var angularManual = manual{
	{at: "**.options.port **.configurations.*.port defaults.serve.port", host: ".host", otherwise: "localhost"},
	{at: "**.options.inspect **.options.hmrPort **.options.livereloadPort", otherwise: "localhost"},
}

func scanAngular(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	claims := angularClaims(root)
	if f.Base() == "project.json" {
		for i := range claims {
			claims[i] = nxTarget(claims[i], root.Get("name").Value().Value)
		}
	}
	return claims
}

// nxTarget returns a claim with the target that it is of, which others start by its name and the project's. The target's
// configurations are alternatives (nx.dev/reference/project-configuration).
func nxTarget(c claim.Claim, project string) claim.Claim {
	parts := strings.Split(c.Key, ".")
	if len(parts) < 3 || parts[0] != "targets" {
		return c
	}
	c.Package, c.Group = project, parts[1]
	if parts[2] == "configurations" && len(parts) > 3 {
		c.Profiles = []string{parts[3]}
	}
	return c
}

func angularClaims(root *syntax.Node) []claim.Claim {
	var claims []claim.Claim
	var rest []setting
	for _, s := range settingsBelow(root) {
		if s.name == "command" || s.name == "commands" {
			claims = append(claims, lineClaims(s.value, claim.Claim{Key: s.key})...)
			continue
		}
		rest = append(rest, s)
	}
	return append(claims, angularManual.claims(rest, claim.Claim{})...)
}
