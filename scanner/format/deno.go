package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Deno's manifest (docs.deno.com/runtime/fundamentals/configuration): its tasks, which are commands, or commands with
// more about them.
var _ = register(format{
	name:  "deno",
	files: []string{"deno.json", "deno.jsonc"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, p := range pairs(syntax.JSON(f.Text).Get("tasks")) {
			line := p.Value
			if command := line.Get("command"); command != nil {
				line = command
			}
			claims = append(claims, lineClaims(line.Value().Interpolate(), claim.Claim{Key: syntax.Join("tasks", p.Key), Group: p.Key})...)
		}
		return claims
	},
})
