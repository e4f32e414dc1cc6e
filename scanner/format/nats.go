package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The NATS server (docs.nats.io, "Configuration").
var _ = register(format{
	name:    "nats",
	files:   []string{"nats*.conf", "*nats*.conf", "*.conf"},
	servers: []string{"nats-server"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Base()), "nats") || strings.Contains(f.Text, "monitor_port") ||
			strings.Contains(f.Text, "\njetstream") || strings.Contains(f.Text, "\nleafnodes") || strings.Contains(f.Text, "nats-route:")
	},
	scan: func(f File) []claim.Claim {
		return natsManual.read(serverBase(f, "nats-server"), syntax.Braces(f.Text))
	},
})

var natsManual = manual{
	{at: "port client_port", host: "host net", otherwise: "*"},
	{at: "monitor_port http_port https_port http https", host: "host net", otherwise: "*"},
	{at: "cluster.port gateway.port leafnodes.port leaf.port websocket.port mqtt.port", host: ".host .net", otherwise: "*"},
	{at: "prof_port", otherwise: "*"},
	{at: "listen *.listen", otherwise: "*"},
	{at: "cluster.routes leafnodes.remotes.** gateway.gateways.**", role: claim.Connect},
}
