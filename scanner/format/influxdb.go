package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// InfluxDB 1 and Telegraf (docs.influxdata.com), in TOML.
var _ = register(format{
	name:    "influxdb",
	files:   []string{"influxdb*.conf", "influxdb*.toml", "telegraf*.conf", "telegraf*.toml"},
	servers: []string{"influxd"},
	scan: func(f File) []claim.Claim {
		return influxdbManual.read(serverBase(f, "influxdb"), syntax.TOML(f.Text))
	},
})

var influxdbManual = manual{
	{at: "**.bind-address http-bind-address", otherwise: "*"},
	{at: "inputs.knx_listener.service_address inputs.KNXListener.service_address", role: claim.Connect},
	{at: "inputs.*.service_address inputs.syslog.server outputs.prometheus_client.listen", otherwise: "*"},
	{at: "inputs.*.servers outputs.*.servers **.urls **.brokers", role: claim.Connect},
}
