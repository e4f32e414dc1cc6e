package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Consul agents and services (developer.hashicorp.com/consul/docs/reference/agent/configuration-file).
var _ = register(format{
	name:    "consul",
	files:   []string{"consul*.hcl", "consul*.json", "*.hcl"},
	servers: []string{"consul"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "consul") ||
			strings.Contains(f.Text, "client_addr") || strings.Contains(f.Text, "retry_join") && !strings.Contains(f.Text, "listener")
	},
	scan: func(f File) []claim.Claim {
		return consulManual.read(serverBase(f, "consul"), syntax.Braces(f.Text))
	},
})

var consulManual = manual{
	{at: "ports.http ports.https ports.grpc ports.grpc_tls", host: "addresses.http client_addr", otherwise: "127.0.0.1"},
	{at: "ports.dns", host: "addresses.dns client_addr", otherwise: "127.0.0.1", protocol: claim.UDP},
	{at: "ports.serf_lan ports.serf_wan ports.server", host: "bind_addr", otherwise: "*"},
	{at: "**.upstreams.local_bind_port", host: ".local_bind_address", otherwise: "127.0.0.1"},
	{at: "service.**.port services.**.port", role: claim.Connect, host: ".address"},
	{at: "retry_join start_join", role: claim.Connect},
}
