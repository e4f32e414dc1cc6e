package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Hazelcast's members (docs.hazelcast.com, "Network Configuration"): a member takes the next port that is free unless it is told
// not to.
var _ = register(format{
	name:    "hazelcast",
	files:   []string{"hazelcast*.yml", "hazelcast*.yaml"},
	servers: []string{"java"},
	is:      func(f File) bool { return topKeys(f.Text, "hazelcast") },
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "hazelcast.network.port hazelcast.network.port.port", otherwise: "*"},
			{at: "hazelcast.network.rest-api.port hazelcast.advanced-network.**.port", otherwise: "*"},
			{at: "hazelcast.network.join.**", role: claim.Connect},
			{at: "hazelcast.network.port.port-count hazelcast.network.outbound-ports", skip: true},
		}.read(serverBase(f, "hazelcast"), syntax.YAML(f.Text)...)
	},
})
