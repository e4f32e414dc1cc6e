package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// jest-puppeteer, jest-playwright and the jest-dev-server below them (github.com/argos-ci/jest-puppeteer, "jest-dev-server"):
// the commands that start what is tested, and the ports that the tests wait for.
var _ = register(format{
	name:  "jest-dev-server",
	files: programFiles("jest-puppeteer.config", "jest-playwright.config", "jest-dev-server.config", "jest-puppeteer.*.config", "jest-playwright.*.config"),
	scan: func(f File) []claim.Claim {
		claims := manual{
			{at: "port **.server.port **.serverOptions.port", role: claim.Connect, host: ".host"},
		}.program(f, syntax.JavaScript, "")
		markTested(claims, "port", "url")
		return claims
	},
})
