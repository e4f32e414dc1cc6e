package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Kibana and OpenSearch Dashboards (elastic.co/guide, "Configure Kibana").
var _ = register(format{
	name:  "kibana",
	files: []string{"kibana*.yml", "kibana*.yaml", "opensearch_dashboards*.yml"},
	scan: func(f File) []claim.Claim {
		return kibanaManual.read(serverBase(f, "kibana"), syntax.YAML(f.Text)...)
	},
})

var kibanaManual = manual{
	{at: "server.port", host: "server.host", otherwise: "localhost"},
	{at: "elasticsearch.hosts opensearch.hosts", role: claim.Connect},
}
