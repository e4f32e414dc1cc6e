package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Loki, Promtail, Tempo, Mimir and Pyroscope (grafana.com/docs): their servers are configured alike.
var _ = register(format{
	name:    "loki",
	files:   []string{"loki*.yml", "loki*.yaml", "promtail*.yml", "promtail*.yaml", "tempo*.yml", "tempo*.yaml", "mimir*.yml", "mimir*.yaml", "pyroscope*.yml", "pyroscope*.yaml", "*.yml", "*.yaml"},
	servers: []string{"loki", "tempo"},
	is: func(f File) bool {
		return strings.Contains(f.Text, " http_listen_port:") || strings.Contains(f.Text, " grpc_listen_port:") ||
			topKeys(f.Text, "ingester") && topKeys(f.Text, "distributor", "compactor", "querier")
	},
	scan: func(f File) []claim.Claim {
		return lokiManual.read(serverBase(f, "loki"), syntax.YAML(f.Text)...)
	},
})

var lokiManual = manual{
	{at: "server.http_listen_port", host: ".http_listen_address", otherwise: "*"},
	{at: "server.grpc_listen_port", host: ".grpc_listen_address", otherwise: "*"},
	{at: "memberlist.bind_port", host: "memberlist.bind_addr", otherwise: "*"},
	{at: "distributor.receivers.**.endpoint", otherwise: "localhost"},
	{at: "**.frontend_address **.scheduler_address **.address **.join_members **.targets", role: claim.Connect},
}
