package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// FreeRADIUS (wiki.freeradius.org/config, radiusd.conf(5)): listen sections take datagrams unless their proto says
// otherwise, and home servers are where requests go on to.
var _ = register(format{
	name:    "freeradius",
	files:   []string{"radiusd*.conf", "raddb/*.conf", "raddb/*/*", "freeradius/*.conf", "freeradius/*/*", "freeradius/*/sites-enabled/*", "freeradius/*/sites-available/*"},
	servers: []string{"freeradius", "radiusd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "{") && !hasEnding(f, ".md")
	},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		radiusSections(syntax.Braces(f.Text), "", serverBase(f, "freeradius"), 0, &claims)
		return claims
	},
})

// radiusGoes are the sections whose port is that of another server.
var radiusGoes = words("home_server sql redis ldap client proxy")

func radiusSections(n *syntax.Node, kind string, base claim.Claim, depth int, claims *[]claim.Claim) {
	if n == nil || depth > maxNames {
		return
	}
	var own []setting
	protocol := claim.UDP
	for _, p := range n.Pairs {
		if p.Value.Kind != syntax.Scalar {
			inner := kind
			if p.Key == "listen" || radiusGoes[p.Key] || kind == "" || kind == "server" {
				inner = p.Key
			}
			radiusSections(p.Value, inner, base, depth+1, claims)
			continue
		}
		own = append(own, setting{p.Key, syntax.Join(kind, p.Key), p.Value.Value().Interpolate()})
		if p.Key == "proto" && p.Value.Value().Value == "tcp" {
			protocol = claim.TCP
		}
	}
	addresses := slices.DeleteFunc(slices.Clone(own), func(s setting) bool {
		return s.name != "port" && !strings.HasSuffix(s.name, "addr") && s.name != "server"
	})
	switch {
	case kind == "listen":
		*claims = append(*claims, manual{{at: "listen.port", host: ".ipaddr .ipv4addr .ipv6addr", otherwise: "*", protocol: protocol}}.claims(addresses, base)...)
	case radiusGoes[kind]:
		if kind != "home_server" {
			protocol = claim.TCP
		}
		*claims = append(*claims, manual{{at: kind + ".port", role: claim.Connect, host: ".ipaddr .ipv4addr .ipv6addr .server", protocol: protocol}}.claims(addresses, base)...)
	default:
		*claims = append(*claims, manual{}.claims(own, base)...)
	}
}
