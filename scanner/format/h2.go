package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The H2 database console (h2database.com, "Settings of the H2 Console").
var _ = register(format{
	name:  "h2",
	files: []string{".h2.server.properties"},
	scan:  scanH2,
})

// scanH2 reads the ports of the servers. Each binds every address and refuses whoever comes from another machine, unless
// it is told to allow others (h2database.com, "Remote Connections").
func scanH2(f File) []claim.Claim {
	root := syntax.Properties(f.Text)
	claims := h2Manual.read(serverBase(f, "h2"), root)
	for i, c := range claims {
		allows := root.Get(strings.TrimSuffix(c.Key, "Port") + "AllowOthers")
		claims[i].Guarded = !strings.EqualFold(allows.Value().Value, "true")
	}
	return claims
}

var h2Manual = manual{
	{at: "webPort tcpPort pgPort", otherwise: "*"},
}
