package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Puma (puma.io/puma/Puma/DSL.html) and the servers that took its words over or gave them: Unicorn, Pitchfork.
var _ = register(format{
	name:  "puma",
	files: []string{"puma.rb", "puma*.rb", "puma/*.rb", "unicorn*.rb", "unicorn/*.rb", "pitchfork*.rb"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "port", host: "port[1]", otherwise: "*"},
			{at: "sslBind", host: "ssl_bind[0]", otherwise: "*"},
			{at: "bind listen", otherwise: "*"},
			{at: "activateControlApp", otherwise: "127.0.0.1"},
		}.program(f, syntax.Ruby, rubyServer(f))
	},
})

// rubyServer returns which of them a file is for.
func rubyServer(f File) string {
	for _, other := range []string{"unicorn", "pitchfork"} {
		if strings.Contains(strings.ToLower(f.Name), other) {
			return other
		}
	}
	return "puma"
}
