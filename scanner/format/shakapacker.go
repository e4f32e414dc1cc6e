package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The development servers of Rails's bundlers: Shakapacker and Webpacker (shakapacker.yml), Vite Ruby (vite.json).
var _ = register(format{
	name:  "shakapacker",
	files: []string{"shakapacker.yml", "webpacker.yml", "shakapacker.yaml", "config/vite.json"},
	scan: func(f File) []claim.Claim {
		m := manual{
			{at: "**.webSocketUrl.port **.devServer.public", role: claim.Connect},
			{at: "**.devServer.port *.port", host: ".host", otherwise: "localhost"},
		}
		if hasEnding(f, ".json") {
			return m.claims(settingsBelow(syntax.JSON(f.Text)), serverBase(f, "vite"))
		}
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			claims = append(claims, m.claims(embedded(root), serverBase(f, "webpack"))...)
		}
		return claims
	},
})
