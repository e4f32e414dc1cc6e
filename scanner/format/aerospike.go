package format

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Aerospike (aerospike.com/docs/database/reference/config): the ports of the server's networks.
var _ = register(format{
	name:    "aerospike",
	files:   []string{"aerospike*.conf", "aerospike*.conf.*"},
	servers: []string{"asd"},
	scan: func(f File) []claim.Claim {
		settings := slices.DeleteFunc(settingsBelow(syntax.Braces(f.Text)), func(s setting) bool {
			return s.name == "address" && (s.value.Value == "any" || s.value.Value == "local") // every one, or whichever there is
		})
		return manual{
			{at: "network.*.port network.*.tls-port", host: ".address", otherwise: "*"},
			{at: "network.heartbeat.mesh-seed-address-port", skip: true},
		}.claims(settings, serverBase(f, "aerospike"))
	},
})
