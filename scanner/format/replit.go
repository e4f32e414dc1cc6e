package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Replit's workspaces (docs.replit.com/replit-app/configuration), all on another machine: what is run there, and the ports
// that lead out of it.
var _ = register(format{
	name:  "replit",
	files: []string{".replit", "replit.toml"},
	scan: func(f File) []claim.Claim {
		root, base := syntax.TOML(f.Text), claim.Claim{Scope: claim.CI}
		return append(namedCommands(root, base), manual{
			{at: "ports.localPort **.env.PORT **.env.*_PORT"},
			{at: "ports.externalPort", scope: claim.Remote},
		}.read(base, root)...)
	},
})
