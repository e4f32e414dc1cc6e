package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Apache Flink (nightlies.apache.org/flink, "Configuration"): each address is the one that a process binds unless another is
// set for binding.
var _ = register(format{
	name:    "flink",
	files:   []string{"flink-conf.yml", "flink-conf.yaml", "config.yaml"},
	servers: []string{"java"},
	is: func(f File) bool {
		return topKeys(f.Text, "jobmanager", "jobmanager.rpc.address", "taskmanager.numberOfTaskSlots")
	},
	scan: func(f File) []claim.Claim {
		return flinkManual.read(serverBase(f, "flink"), syntax.YAML(f.Text)...)
	},
})

var flinkManual = manual{
	{at: "jobmanager.rpc.port jobmanager.rpc.bind-port", host: "jobmanager.bind-host jobmanager.rpc.address", otherwise: "*"},
	{at: "rest.port rest.bind-port", host: "rest.bind-address rest.address", otherwise: "*", anyOf: true},
	{at: "jobmanager.web.port", host: "jobmanager.web.address", otherwise: "*"},
	{at: "taskmanager.rpc.port taskmanager.data.port taskmanager.data.bind-port", host: "taskmanager.bind-host taskmanager.host", otherwise: "*", anyOf: true},
	{at: "blob.server.port metrics.internal.query-service.port queryable-state.**.ports", otherwise: "*", anyOf: true},
	{at: "metrics.reporter.**.port", host: ".host", otherwise: "*", anyOf: true},
	{at: "high-availability.zookeeper.quorum recovery.zookeeper.quorum", role: claim.Connect},
}
