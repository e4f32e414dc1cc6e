package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Nuxt (nuxt.com/docs/api/nuxt-config): the development server, under devServer since Nuxt 3 and under server
// before, and what it passes on.
var _ = register(format{
	name:  "nuxt",
	files: programFiles("nuxt.config", "nuxt.*.config"),
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.hmr.clientPort **.proxy.**.port **.devProxy.**.port", role: claim.Connect},
			{at: "**.devServer.port server.port **.hmr.port", host: ".host", otherwise: "localhost"},
			{at: "**.listen"},
		}.program(f, syntax.JavaScript, "nuxt")
	},
})
