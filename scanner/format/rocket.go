package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The servers of Rust projects: Rocket (rocket.rs/guide, "Configuration"), whose tables are profiles, and Trunk
// (trunkrs.dev/configuration), which serves and passes on.
var _ = register(format{
	name:  "rocket",
	files: []string{"rocket.toml", "trunk.toml"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "*.port port", host: ".address .addresses", otherwise: "127.0.0.1"},
		}.read(serverBase(f, ""), syntax.TOML(f.Text))
	},
})
