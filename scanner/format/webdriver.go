package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// WebdriverIO (webdriver.io/docs/configurationfile): the driver or grid that tests go to, and the application under test. A
// service of it that starts one has its port in that service's options.
var _ = register(format{
	name:  "webdriverio",
	files: append(programFiles("wdio.conf", "wdio.*.conf", "wdio-*.conf", "wdio.conf.*"), programFiles("chimp", "chimp.conf", "chimp.*")...),
	scan: func(f File) []claim.Claim {
		claims := manual{
			{at: "**.services.**.port **.serverPort", host: ".host .hostname"},
			{at: "port **.port", role: claim.Connect, host: ".hostname .host", otherwise: "localhost"},
		}.program(f, syntax.JavaScript, "")
		markTested(claims, "baseUrl")
		return claims
	},
})
