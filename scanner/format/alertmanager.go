package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Alertmanager (prometheus.io/docs/alerting/latest/configuration): whom it tells. Where it listens is a flag.
var _ = register(format{
	name:    "alertmanager",
	files:   []string{"alertmanager*.yml", "alertmanager*.yaml", "*.yml", "*.yaml"},
	servers: []string{"alertmanager"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "alertmanager") || topKeys(f.Text, "route") && topKeys(f.Text, "receivers")
	},
	scan: func(f File) []claim.Claim {
		return alertmanagerManual.read(serverBase(f, "alertmanager"), syntax.YAML(f.Text)...)
	},
})

var alertmanagerManual = manual{
	{at: "**.smarthost global.smtp_smarthost **.*url", role: claim.Connect},
}
