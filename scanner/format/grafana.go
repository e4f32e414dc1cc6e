package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Grafana (grafana.com/docs, "Configure Grafana").
var _ = register(format{
	name:    "grafana",
	files:   []string{"grafana*.ini", "grafana*.conf", "*.ini"},
	servers: []string{"grafana", "grafana-server"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "grafana") || strings.Contains(f.Text, "http_port") &&
			(strings.Contains(f.Text, "[paths]") || strings.Contains(f.Text, "[security]") || strings.Contains(f.Text, "[auth."))
	},
	scan: func(f File) []claim.Claim {
		return grafanaManual.read(serverBase(f, "grafana"), syntax.INI(f.Text))
	},
})

var grafanaManual = manual{
	{at: "server.http_port", host: "server.http_addr", otherwise: "*"},
	{at: "grpc_server.address", otherwise: "127.0.0.1"},
	{at: "database.host smtp.host tracing.**.address metrics.graphite.address auth.ldap.host", role: claim.Connect},
}
