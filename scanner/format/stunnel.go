package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// stunnel (stunnel(8), "SERVICE-LEVEL OPTIONS"): each service accepts at one address and connects to another.
var _ = register(format{
	name:    "stunnel",
	files:   []string{"stunnel*.conf", "stunnel*.conf.*", "stunnel/*.conf", "stunnel/conf.d/*.conf", "*.conf"},
	servers: []string{"stunnel", "stunnel4"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Name), "stunnel") || stunnelAccepts.MatchString(f.Text) && stunnelConnects.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, s := range headed(f.Text) {
			base := serverBase(f, "stunnel")
			base.Group = s.kind
			claims = append(claims, manual{
				{at: "**.accept", otherwise: "*"},
				{at: "**.connect **.redirect **.protocolHost", role: claim.Connect, otherwise: "localhost"},
			}.claims(s.settings, base)...)
		}
		return claims
	},
})

var (
	stunnelAccepts  = regexp.MustCompile(`(?m)^[ \t]*accept[ \t]*=[ \t]*([\w.:\[\]*-]+:)?\d+[ \t\r]*$`)
	stunnelConnects = regexp.MustCompile(`(?m)^[ \t]*connect[ \t]*=[ \t]*([\w.:\[\]-]+:)?\d+[ \t\r]*$`)
)
