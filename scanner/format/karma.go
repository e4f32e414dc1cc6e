package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Karma (karma-runner.github.io, "Configuration file"): the server that browsers take the tests from, and the
// debugging ports of the browsers.
var _ = register(format{
	name:  "karma",
	files: programFiles("karma.conf", "karma.*.conf", "karma-*", "karma.config", "karma.conf.*", "*.karma.conf"),
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "port", host: ".listenAddress", otherwise: "*"},
			{at: "**.listen"},
		}.program(f, syntax.JavaScript, "karma")
	},
})
