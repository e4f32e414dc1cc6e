package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Render's blueprints (render.com/docs/blueprint-spec): commands and variables of services that run there.
var _ = register(format{
	name:  "render",
	files: []string{"render.yaml", "render.yml"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			for i, service := range items(root.Get("services")) {
				key := index("services", i)
				base := claim.Claim{Scope: claim.Container, Group: service.Get("name").Value().Value}
				var variables []setting
				for k, v := range items(service.Get("envVars")) {
					variables = append(variables, setting{v.Get("key").Value().Value, index(key+".envVars", k), v.Get("value").Value()})
				}
				claims = append(claims, settingClaims(variables, base)...)
				for _, name := range []string{"startCommand", "dockerCommand"} {
					line := base
					line.Key = key + "." + name
					claims = append(claims, lineClaims(service.Get(name).Value().Interpolate(), line)...)
				}
			}
		}
		return claims
	},
})
