package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The data sources that Grafana is provisioned with (grafana.com/docs, "Provision Grafana"): Grafana goes to all of
// them, so that none of their addresses is one to listen on.
var _ = register(format{
	name:  "grafana-datasources",
	files: []string{"datasource*.yml", "datasource*.yaml", "*.yml", "*.yaml"},
	is: func(f File) bool {
		return topKeys(f.Text, "datasources") && topKeys(f.Text, "apiVersion", "prune", "deleteDatasources")
	},
	scan: func(f File) []claim.Claim {
		return grafanaDatasourcesManual.read(serverBase(f, "grafana"), syntax.YAML(f.Text)...)
	},
})

var grafanaDatasourcesManual = manual{
	{at: "datasources.**.url datasources.**.address", role: claim.Connect},
	{at: "datasources.**.port", role: claim.Connect, host: ".host .server"},
}
