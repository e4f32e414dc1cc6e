package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Fly.io (fly.io/docs/reference/configuration): everything is inside of a machine there, and the ports that the
// world sees are nobody's here.
var _ = register(format{
	name:  "fly",
	files: []string{"fly.toml", "fly.*.toml", "fly-*.toml"},
	scan: func(f File) []claim.Claim {
		root := syntax.TOML(f.Text)
		base := claim.Claim{Scope: claim.Container}
		claims := settingClaims(settingsOf(root.Get("env"), "env"), base)
		for _, p := range pairs(root.Get("processes")) {
			line := base
			line.Key, line.Group = syntax.Join("processes", p.Key), p.Key
			claims = append(claims, lineClaims(p.Value.Value(), line)...)
		}
		return append(claims, manual{
			{at: "services.ports.**", skip: true},
			{at: "**.internalPort **.metrics.port **.checks.*.port **.checks.port **.tcpChecks.port **.httpChecks.port"},
		}.read(base, root)...)
	},
})
