package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Unbound (unbound.conf(5)), which writes an address with a port as address@port.
var _ = register(format{
	name:    "unbound",
	files:   []string{"unbound*.conf", "unbound*.conf.*", "unbound.conf.d/*.conf", "unbound/*.conf"},
	servers: []string{"unbound"},
	scan: func(f File) []claim.Claim {
		settings := lineSettings(f.Text)
		base := serverBase(f, "unbound")
		claims := unboundManual.claims(settings, base)
		for _, s := range settings {
			base := base
			base.Key = s.name
			switch {
			case s.name == "interface" || s.name == "ip-address":
				for _, c := range atPort(s.value, '@', " ", base) {
					c.Role = claim.Bind
					claims = append(claims, c)
				}
			case strings.HasSuffix(s.name, "-addr"):
				claims = append(claims, atPort(s.value, '@', " ", base)...)
			}
		}
		return claims
	},
})

var unboundManual = manual{
	{at: "port", host: "interface", otherwise: "localhost", protocol: claim.UDP},
	{at: "control-port", host: "control-interface", otherwise: "127.0.0.1"},
	{at: "interface ip-address *-addr", skip: true},
}
