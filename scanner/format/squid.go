package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Squid proxy (squid-cache.org/Doc/config).
var _ = register(format{
	name:    "squid",
	files:   []string{"squid*.conf", "squid*.conf.*", "squid/conf.d/*.conf"},
	servers: []string{"squid"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, d := range syntax.Directives(f.Text, false) {
			arguments := interpolated(d.Arguments())
			base := serverBase(f, "squid")
			base.Key, base.Default = d.Name(), "*"
			switch d.Name() {
			case "icp_port", "htcp_port", "snmp_port":
				base.Protocol = claim.UDP
				fallthrough
			case "http_port", "https_port", "ftp_port":
				if len(arguments) > 0 {
					claims = append(claims, listClaims(arguments[0], base)...)
				}
			case "cache_peer":
				base.Role = claim.Connect
				if len(arguments) > 2 {
					claims = append(claims, hostThenPort([]syntax.Text{arguments[0], arguments[2]}, base)...)
				}
			}
		}
		return claims
	},
})
