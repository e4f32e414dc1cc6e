package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Mosquitto broker (mosquitto.conf(5)): listener port [host]; a bridge's address is host[:port].
var _ = register(format{
	name:    "mosquitto",
	files:   []string{"mosquitto*.conf", "mosquitto*.conf.*", "mosquitto/*.conf", "mosquitto/config/*.conf", "mosquitto/conf.d/*.conf"},
	servers: []string{"mosquitto"},
	scan: func(f File) []claim.Claim {
		all := syntax.Directives(f.Text, false)
		bind := ""
		for _, d := range all {
			if d.Name() == "bind_address" && len(d.Arguments()) > 0 {
				bind = d.Arguments()[0].Value
			}
		}
		var claims []claim.Claim
		for _, d := range all {
			arguments := interpolated(d.Arguments())
			base := serverBase(f, "mosquitto")
			base.Key, base.Default = d.Name(), "*"
			switch {
			case len(arguments) == 0:
			case d.Name() == "listener":
				if len(arguments) > 1 {
					base.Host, _ = hostName(arguments[1].Value)
				}
				claims = append(claims, listClaims(arguments[0], base)...)
			case d.Name() == "port":
				base.Host = bind
				claims = append(claims, listClaims(arguments[0], base)...)
			case d.Name() == "address" || d.Name() == "addresses":
				base.Role, base.Default = claim.Connect, ""
				for _, a := range arguments {
					if c, ok := addressClaim(a, base); ok && c.Span != c.Digits {
						claims = append(claims, c)
					}
				}
			}
		}
		return claims
	},
})
