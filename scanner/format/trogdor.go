package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Trogdor, Kafka's test framework (kafka.apache.org, TROGDOR.md): the agents and the coordinator of each node.
var _ = register(format{
	name:  "trogdor",
	files: []string{"trogdor*.conf", "trogdor*.json"},
	scan: func(f File) []claim.Claim {
		return trogdorManual.read(serverBase(f, "trogdor"), syntax.JSON(f.Text))
	},
})

var trogdorManual = manual{
	{at: "nodes.*.trogdor.agent.port nodes.*.trogdor.coordinator.port", host: "...hostname"},
}
