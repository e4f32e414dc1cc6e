package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// dnsmasq (dnsmasq(8)): port and listen-address; server=/domain/address#port is where it asks.
var _ = register(format{
	name:    "dnsmasq",
	files:   []string{"dnsmasq*.conf", "dnsmasq*.conf.*", "dnsmasq.d/*", "dnsmasq.d/*.conf"},
	servers: []string{"dnsmasq"},
	scan: func(f File) []claim.Claim {
		settings := lineSettings(f.Text)
		base := serverBase(f, "dnsmasq")
		claims := dnsmasqManual.claims(settings, base)
		for _, s := range settings {
			if s.name == "server" || s.name == "rev-server" || s.name == "local" {
				base.Key = s.name
				claims = append(claims, atPort(s.value, '#', "/,", base)...)
			}
		}
		return claims
	},
})

var dnsmasqManual = manual{
	{at: "port", host: "listen-address", otherwise: "*", protocol: claim.UDP},
}

// atPort reads a name server to ask: address, a mark, port. It is behind the last separator.
func atPort(t syntax.Text, mark byte, separators string, base claim.Claim) []claim.Claim {
	parts := t.Split(separators)
	host, port, _ := parts[len(parts)-1].Trim().Cut(mark)
	base.Role, base.Protocol = claim.Connect, claim.UDP
	return hostThenPort([]syntax.Text{host, port}, base)
}
