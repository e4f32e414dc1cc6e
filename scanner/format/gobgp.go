package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// GoBGP (github.com/osrg/gobgp, docs/sources/configuration.md).
var _ = register(format{
	name:    "gobgp",
	files:   []string{"gobgp*.toml", "gobgpd*.conf", "bgp*.toml", "*.toml"},
	servers: []string{"gobgpd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "[global.config]") || strings.Contains(f.Text, "[neighbors.config]")
	},
	scan: func(f File) []claim.Claim {
		return gobgpManual.read(serverBase(f, "gobgpd"), syntax.TOML(f.Text))
	},
})

var gobgpManual = manual{
	{at: "global.config.port", host: "global.config.local-address-list", otherwise: "*"},
	{at: "neighbors.transport.config.remote-port", role: claim.Connect, host: "...config.neighbor-address"},
}
