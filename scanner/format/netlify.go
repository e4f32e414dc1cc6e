package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Netlify (docs.netlify.com/build/configure-builds/file-based-configuration): the development proxy, the server that
// it starts and leads to, and the variables of the builds, which run elsewhere.
var _ = register(format{
	name:  "netlify",
	files: []string{"netlify.toml"},
	scan: func(f File) []claim.Claim {
		root := syntax.TOML(f.Text)
		claims := lineClaims(root.At("dev", "command").Value(), claim.Claim{Key: "dev.command", Group: "dev"})
		claims = append(claims, settingClaims(settingsOf(root.At("build", "environment"), "build.environment"), claim.Claim{Scope: claim.CI})...)
		return append(claims, manual{
			{at: "dev.port dev.functionsPort dev.staticServerPort", otherwise: "localhost"},
			{at: "dev.targetPort", role: claim.Connect, otherwise: "localhost"},
		}.read(claim.Claim{About: "netlify", Group: "dev"}, root)...)
	},
})
