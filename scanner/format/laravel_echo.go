package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Laravel Echo Server (github.com/tlaverdure/laravel-echo-server, "Configurable Options").
var _ = register(format{
	name:  "laravel-echo-server",
	files: []string{"laravel-echo-server*.json"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "port", host: "host", otherwise: "*"},
			{at: "databaseConfig.**.port", role: claim.Connect, host: ".host"},
		}.read(serverBase(f, "laravel-echo-server"), syntax.JSON(f.Text))
	},
})
