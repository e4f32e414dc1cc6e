package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Next.js (nextjs.org/docs, "next.config.js Options"): rewrites and images from elsewhere. Its own port is no
// setting of this file.
var _ = register(format{
	name:  "next",
	files: programFiles("next.config", "next.*.config"),
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.remotePatterns.port", role: claim.Connect, host: ".hostname"},
		}.program(f, syntax.JavaScript, "next")
	},
})
