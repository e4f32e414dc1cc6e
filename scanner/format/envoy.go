package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
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
		return envoyManual.read(serverBase(f, "envoy"), documents(f)...)
	},
})

var envoyManual = manual{
	{
		at:   "**.clusters.**.port_value **.load_assignment.**.port_value **.endpoints.**.port_value **.lb_endpoints.**.port_value",
		role: claim.Connect, host: ".address",
	},
	{at: "**.socket_address.port_value", host: ".address"},
}
