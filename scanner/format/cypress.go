package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Cypress (docs.cypress.io, "Configuration"): the addresses that tests go to, and the port of Cypress itself.
var _ = register(format{
	name:  "cypress",
	files: append(programFiles("cypress.config", "cypress.*.config", "cypress.config.*"), "cypress.json", "cypress.*.json", "cypress.env.json"),
	scan:  scanCypress,
})

func scanCypress(f File) []claim.Claim {
	m := manual{{at: "port **.devServer.port", otherwise: "localhost"}}
	if !hasEnding(f, ".json") {
		claims := m.program(f, syntax.JavaScript, "cypress")
		markTested(claims, "baseUrl")
		return claims
	}
	root := syntax.JSON(f.Text)
	claims := m.read(serverBase(f, "cypress"), root)
	markTested(claims, "baseUrl")
	return append(claims, allGoing(settingClaims(settingsOf(root.Get("env"), "env"), claim.Claim{}))...) // what tests are told starts nothing
}
