package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Gerrit Code Review (gerrit-review.googlesource.com/Documentation/config-gerrit.html), in the notation of Git's configuration.
var _ = register(format{
	name:    "gerrit",
	files:   []string{"gerrit.config", "gerrit*.config", "gerrit.config.*"},
	servers: []string{"java"},
	scan: func(f File) []claim.Claim {
		settings := settingsBelow(syntax.INI(f.Text))
		claims := gerritManual.claims(settings, serverBase(f, "gerrit"))
		for _, s := range settings {
			if !strings.EqualFold(settingName(s.key), "listenUrl") {
				continue
			}
			base := serverBase(f, "gerrit")
			base.Key, base.Default = s.key, "*"
			for _, at := range s.value.Split(" ,") { // proxy-http://*:8081/r/
				if c, ok := addressClaim(at, base); ok && c.Span != c.Digits {
					claims = append(claims, c)
				}
			}
		}
		return claims
	},
})

var gerritManual = manual{
	{at: "sshd.listenAddress", otherwise: "*"},
	{at: "httpd.listenUrl", skip: true},
	{at: "sendemail.smtpServerPort", role: claim.Connect, host: ".smtpServer"},
	{at: "database.port", role: claim.Connect, host: ".hostname"},
}
