package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Traefik, the static and the dynamic configuration (doc.traefik.io/traefik/reference).
var _ = register(format{
	name:    "traefik",
	files:   []string{"traefik*.yml", "traefik*.yaml", "traefik*.toml", "*.yml", "*.yaml", "*.toml"},
	servers: []string{"traefik"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "traefik") || topKeys(f.Text, "entryPoints", "entrypoints") ||
			strings.Contains(f.Text, "[entryPoints") || strings.Contains(f.Text, ".loadBalancer.servers]]") ||
			topKeys(f.Text, "http", "tcp", "udp") && strings.Contains(f.Text, "loadBalancer:")
	},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "traefik")
		if hasEnding(f, ".toml") {
			return traefikManual.read(base, syntax.TOML(f.Text))
		}
		return traefikManual.read(base, syntax.YAML(f.Text)...)
	},
})

var traefikManual = manual{
	{at: "entryPoints.*.address", otherwise: "*"},
	{at: "tcp.services.**.servers.address udp.services.**.servers.address", role: claim.Connect},
	{at: "metrics.**.address", role: claim.Connect, protocol: claim.UDP},
	{at: "**.healthCheck.port", role: claim.Connect, host: "..servers[0].url ..servers[0].address"},
	{at: "**.servers.url **.forwardAuth.address **.redirectScheme.port tracing.**", role: claim.Connect},
}
