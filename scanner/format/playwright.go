package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Playwright (playwright.dev/docs/test-webserver): the addresses that tests go to, and the commands that start what
// they test.
var _ = register(format{
	name:  "playwright",
	files: programFiles("playwright.config", "playwright.*.config", "playwright-*.config", "playwright.config.*"),
	scan: func(f File) []claim.Claim {
		claims := manual{
			{at: "**.webServer.port", role: claim.Connect},
			{at: "**.listen"},
		}.program(f, syntax.JavaScript, "")
		claims = withoutNames(claims)
		if strings.Contains(f.Text, "webServer") { // without it the tests may be of what somebody else starts
			markTested(claims, "baseURL", "url", "port")
		}
		return claims
	},
})

// withoutNames returns claims without those of names at the top whose numbers are in what tests go to: a port of that name
// is the one of a server that something else starts.
func withoutNames(claims []claim.Claim) []claim.Claim {
	gone := map[claim.Span]bool{}
	for _, c := range claims {
		gone[c.Digits] = gone[c.Digits] || c.Role == claim.Connect && !c.Open()
	}
	return slices.DeleteFunc(claims, func(c claim.Claim) bool {
		return c.Role == claim.Bind && gone[c.Digits] && !strings.Contains(c.Key, ".")
	})
}

// markTested marks the targets whose key ends in one of the names as what tests go to.
func markTested(claims []claim.Claim, names ...string) {
	for i, c := range claims {
		claims[i].Tested = c.Role == claim.Connect && slices.Contains(names, settingName(c.Key))
	}
}
