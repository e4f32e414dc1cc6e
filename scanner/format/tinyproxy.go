package format

import (
	"github.com/portclash/portclash/scanner/claim"
)

// Tinyproxy (tinyproxy.github.io, "tinyproxy.conf").
var _ = register(format{
	name:    "tinyproxy",
	files:   []string{"tinyproxy*.conf"},
	servers: []string{"tinyproxy"},
	scan: func(f File) []claim.Claim {
		return tinyproxyManual.claims(lineSettings(f.Text), serverBase(f, "tinyproxy"))
	},
})

var tinyproxyManual = manual{
	{at: "Port", host: "Listen", otherwise: "*"},
	{at: "Upstream", role: claim.Connect},
}
