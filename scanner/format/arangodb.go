package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ArangoDB's server (docs.arangodb.com, "ArangoDB Server Options"); what the shell's file calls an endpoint is where it goes.
var _ = register(format{
	name:    "arangodb",
	files:   []string{"arangod*.conf", "arangod*.conf.*"},
	servers: []string{"arangod"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "server.endpoint", otherwise: "*"},
			{at: "cluster.agency-endpoint agency.endpoint cluster.my-address", role: claim.Connect},
		}.read(serverBase(f, "arangodb"), syntax.INI(f.Text))
	},
})
