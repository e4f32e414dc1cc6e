package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Graphite's Carbon (graphite.readthedocs.io, "Configuring Carbon", carbon.conf): its daemons listen by sections, and a relay
// goes to destinations that are written host:port:instance.
var _ = register(format{
	name:    "carbon",
	files:   []string{"carbon*.conf", "carbon*.conf.*", "carbon/*.conf", "*.conf"},
	servers: []string{"carbon-cache", "carbon-relay", "carbon-aggregator"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "LINE_RECEIVER_PORT") || strings.Contains(f.Text, "PICKLE_RECEIVER_PORT")
	},
	scan: func(f File) []claim.Claim {
		root := syntax.INI(f.Text)
		base := serverBase(f, "carbon")
		claims := carbonManual.read(base, root)
		for i, c := range claims {
			section, name, _ := strings.Cut(c.Key, ".")
			for port, on := range carbonSwitches {
				claims[i].Unsure = claims[i].Unsure || name == port && !strings.EqualFold(root.At(section, on).Value().Value, "true")
			}
		}
		base.Role = claim.Connect
		for _, section := range root.Pairs {
			base.Key = syntax.Join(section.Key, "DESTINATIONS")
			for _, to := range section.Value.Get("DESTINATIONS").Value().Split(",") {
				address := to.Trim()
				if instance := strings.LastIndexByte(address.Value, ':'); strings.Count(address.Value, ":") > 1 && !strings.HasSuffix(address.Value[:instance], "]") {
					address = address.Slice(0, instance)
				}
				if c, ok := addressClaim(address, base); ok && c.Span != c.Digits {
					claims = append(claims, c)
				}
			}
		}
		return claims
	},
})

// carbonSwitches are the settings without which a port is not opened.
var carbonSwitches = map[string]string{"UDP_RECEIVER_PORT": "ENABLE_UDP_LISTENER", "MANHOLE_PORT": "ENABLE_MANHOLE"}

var carbonManual = manual{
	{at: "**.DESTINATIONS", skip: true},
	{at: "**.line_receiver_port", host: ".line_receiver_interface", otherwise: "0.0.0.0"},
	{at: "**.pickle_receiver_port", host: ".pickle_receiver_interface", otherwise: "0.0.0.0"},
	{at: "**.udp_receiver_port", host: ".udp_receiver_interface", otherwise: "0.0.0.0", protocol: claim.UDP},
	{at: "**.cache_query_port", host: ".cache_query_interface", otherwise: "0.0.0.0"},
	{at: "**.manhole_port", host: ".manhole_interface", otherwise: "127.0.0.1"},
	{at: "**.amqp_port", role: claim.Connect, host: ".amqp_host", otherwise: "localhost"},
}
