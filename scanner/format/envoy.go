package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Envoy's bootstrap configuration (envoyproxy.io/docs, "config.bootstrap.v3"): where an address stands decides
// whether Envoy listens there or goes there.
var _ = register(format{
	name:    "envoy",
	files:   []string{"envoy*.yml", "envoy*.yaml", "envoy*.json", "*.yml", "*.yaml"},
	servers: []string{"envoy"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "envoy") || topKeys(f.Text, "static_resources")
	},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "envoy")
		if strings.HasSuffix(strings.ToLower(f.Base()), ".json") {
			return envoyManual.read(base, syntax.JSON(f.Text))
		}
		return envoyManual.read(base, syntax.YAML(f.Text)...)
	},
})

var envoyManual = manual{
	{
		at:   "**.clusters.**.port_value **.load_assignment.**.port_value **.endpoints.**.port_value **.lb_endpoints.**.port_value",
		role: claim.Connect, host: ".address",
	},
	{at: "**.socket_address.port_value", host: ".address"},
}
