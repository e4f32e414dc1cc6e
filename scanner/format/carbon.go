package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Graphite's Carbon (graphite.readthedocs.io, "carbon.conf"): each port has the address of its interface, and the daemons that
// metrics are passed on to are its destinations.
var _ = register(format{
	name:    "carbon",
	files:   []string{"carbon*.conf", "carbon*.conf.*"},
	servers: []string{"carbon-cache", "carbon-relay", "carbon-aggregator", "python", "python3"},
	scan: func(f File) []claim.Claim {
		settings := settingsBelow(syntax.INI(f.Text))
		claims := carbonManual.claims(settings, serverBase(f, "carbon"))
		for _, s := range settings {
			if !strings.EqualFold(settingName(s.key), "destinations") {
				continue
			}
			base := serverBase(f, "carbon")
			base.Key, base.Role = s.key, claim.Connect
			for _, at := range s.value.Split(",") {
				if parts := strings.Split(at.Value, ":"); len(parts) == 3 { // host:port:instance
					at = at.Slice(0, len(at.Value)-len(parts[2])-1)
				}
				if c, ok := addressClaim(at, base); ok && c.Span != c.Digits {
					claims = append(claims, c)
				}
			}
		}
		return claims
	},
})

var carbonManual = manual{
	{at: "*.line_receiver_port", host: ".line_receiver_interface", otherwise: "*"},
	{at: "*.pickle_receiver_port", host: ".pickle_receiver_interface", otherwise: "*"},
	{at: "*.protobuf_receiver_port", host: ".protobuf_receiver_interface", otherwise: "*"},
	{at: "*.udp_receiver_port", host: ".udp_receiver_interface", otherwise: "*", protocol: claim.UDP},
	{at: "*.cache_query_port", host: ".cache_query_interface", otherwise: "*"},
	{at: "*.manhole_port", host: ".manhole_interface", otherwise: "*"},
	{at: "*.amqp_port", role: claim.Connect, host: ".amqp_host"},
	{at: "*.destinations", skip: true},
}
