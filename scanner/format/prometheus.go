package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Prometheus (prometheus.io/docs, "Configuration"): the places it fetches from.
var _ = register(format{
	name:    "prometheus",
	files:   []string{"prometheus*.yml", "prometheus*.yaml", "*.yml", "*.yaml"},
	servers: []string{"prometheus"},
	is: func(f File) bool {
		return topKeys(f.Text, "scrape_configs", "alerting", "rule_files") && !topKeys(f.Text, "server")
	},
	scan: func(f File) []claim.Claim {
		return prometheusManual.read(serverBase(f, "prometheus"), syntax.YAML(f.Text)...)
	},
})

var prometheusManual = manual{
	{at: "**.static_configs.targets **.kubernetes_sd_configs.api_server", role: claim.Connect},
}
