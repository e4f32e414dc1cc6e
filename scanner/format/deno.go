package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Deno's manifest (docs.deno.com/runtime/fundamentals/configuration): its tasks, which are commands, or commands with
// more about them. Those that a task depends on run beside each other.
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
			base := claim.Claim{Key: syntax.Join("tasks", p.Key), Group: p.Key}
			claims = append(claims, lineClaims(line.Value().Interpolate(), base)...)
			claims = append(claims, sideBySide(f, p.Value.Get("dependencies"), "", base)...)
		}
		return claims
	},
})
