package format

import (
	"github.com/portclash/portclash/scanner/claim"
)

// npm and Yarn (docs.npmjs.com, "npmrc"): the registries and proxies that they go to.
var _ = register(format{
	name:  "npmrc",
	files: []string{".npmrc", ".yarnrc", "npmrc"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, s := range lineSettings(f.Text) {
			claims = append(claims, addressClaims(s.value, name{"registry"}, claim.Claim{Key: s.name})...)
		}
		return allGoing(claims)
	},
})
