package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The H2 database console (h2database.com, "Settings of the H2 Console").
var _ = register(format{
	name:  "h2",
	files: []string{".h2.server.properties"},
	scan: func(f File) []claim.Claim {
		return h2Manual.read(serverBase(f, "h2"), syntax.Properties(f.Text))
	},
})

var h2Manual = manual{
	{at: "webPort tcpPort pgPort", otherwise: "*"},
}
