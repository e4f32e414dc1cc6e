package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Varnish (varnish-cache.org/docs, "Backend servers"): the servers that it goes to. Where it listens is told by its flags.
var _ = register(format{
	name:  "varnish",
	files: []string{"*.vcl"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "backend.*..port", role: claim.Connect, host: ".host"},
			{at: "backend.*..host sub.**", skip: true},
		}.read(serverBase(f, "varnishd"), syntax.Braces(f.Text))
	},
})
