package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ngrok's agent (ngrok.com/docs/agent/config, versions 2 and 3): it goes to what the tunnels lead to, and its web interface
// listens.
var _ = register(format{
	name:    "ngrok",
	files:   []string{"ngrok*.yml", "ngrok*.yaml", ".ngrok*", ".ngrok*/*.yml", "*.yml", "*.yaml"},
	servers: []string{"ngrok"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Name), "ngrok") || topKeys(f.Text, "tunnels") && strings.Contains(f.Text, "authtoken")
	},
	also: []companion{{port: 4040, use: "the web interface", unless: "web_addr"}},
	scan: func(f File) []claim.Claim {
		return ngrokManual.read(serverBase(f, "ngrok"), syntax.YAML(f.Text)...)
	},
})

var ngrokManual = manual{
	{at: "tunnels.*.addr endpoints.upstream.url", role: claim.Connect, otherwise: "localhost"},
	{at: "web_addr agent.web_addr", otherwise: "127.0.0.1"},
	{at: "**.remote_addr **.server_addr **.connect_url endpoints.url", skip: true}, // at ngrok
}
