package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Redpanda (docs.redpanda.com, "Broker configuration sample"): listeners with an address and a port each, what it tells
// clients to go to, and the other brokers.
var _ = register(format{
	name:    "redpanda",
	files:   []string{"redpanda*.yaml", "redpanda*.yml"},
	servers: []string{"redpanda"},
	is:      func(f File) bool { return topKeys(f.Text, "redpanda") },
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.advertised_*.port **.seed_servers.**.port **.brokers.port", role: claim.Connect, host: ".address"},
			{at: "redpanda.**.port pandaproxy.**.port schema_registry.**.port", host: ".address", otherwise: "*"},
			{at: "rpk.**", role: claim.Connect},
		}.read(serverBase(f, "redpanda"), syntax.YAML(f.Text)...)
	},
})
