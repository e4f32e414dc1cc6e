package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Astro (docs.astro.build/en/reference/configuration-reference): the development server and the domains that
// requests may name.
var _ = register(format{
	name:  "astro",
	files: programFiles("astro.config", "astro.*.config"),
	scan: func(f File) []claim.Claim {
		return append(manual{
			{at: "**.allowedDomains.port **.remotePatterns.port **.domains.port", role: claim.Connect, host: ".hostname"},
		}, viteManual...).program(f, syntax.JavaScript, "astro")
	},
})
