package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Procfiles (devcenter.heroku.com/articles/procfile), as foreman, overmind and honcho read them: a process a line,
// all of which start together.
var _ = register(format{
	name:  "procfile",
	files: []string{"procfile", "procfile.*", "procfile-*", "*.procfile"},
	scan:  scanProcfile,
})

func scanProcfile(f File) []claim.Claim {
	var claims []claim.Claim
	for line := range linesOf(f.Text) {
		name, command, found := line.Cut(':')
		if name = name.Trim(); !found || name.Value == "" || strings.Trim(name.Value, processNames) != "" {
			continue
		}
		base := claim.Claim{Key: name.Value, Group: name.Value, Together: f.Base()}
		command = command.Trim()
		for _, c := range lineClaims(command.Interpolate(), base) {
			if c.Variable == "PORT" {
				c.Together = "" // each process is given one of its own
			}
			claims = append(claims, c)
		}
		claims = append(claims, starting(f, command, ".", base)...)
	}
	return claims
}

// processNames are the characters of a process's name.
const processNames = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
