package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The packages of a workspace of pnpm's (pnpm.io/pnpm-workspace_yaml), whose scripts are started together.
var _ = register(format{
	name:  "pnpm-workspace",
	files: []string{"pnpm-workspace.yaml", "pnpm-workspace.yml"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			claims = append(claims, workspaceMembers(root.Get("packages"), "packages")...)
		}
		return claims
	},
})
