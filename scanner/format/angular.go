package format

import (
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
	var claims []claim.Claim
	var rest []setting
	for _, s := range settingsBelow(syntax.JSON(f.Text)) {
		if s.name == "command" || s.name == "commands" {
			claims = append(claims, lineClaims(s.value, claim.Claim{Key: s.key})...)
			continue
		}
		rest = append(rest, s)
	}
	return append(claims, angularManual.claims(rest, claim.Claim{})...)
}
