package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Playwright (playwright.dev/docs/test-webserver): the addresses that tests go to, and the commands that start what
// they test.
var _ = register(format{
	name:  "playwright",
	files: programFiles("playwright.config", "playwright.*.config", "playwright-*.config", "playwright.config.*"),
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.webServer.port", role: claim.Connect},
			{at: "**.listen"},
		}.program(f, syntax.JavaScript, "")
	},
})
