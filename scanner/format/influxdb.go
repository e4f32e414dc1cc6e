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
	{at: "inputs.socket_listener.service_address inputs.http_listener*.service_address inputs.influxdb*listener.service_address " +
		"inputs.statsd.service_address inputs.syslog.server inputs.opentelemetry.service_address outputs.prometheus_client.listen " +
		"inputs.webhooks.service_address inputs.graylog.service_address", otherwise: "*"},
	{at: "inputs.*.servers inputs.*.service_address outputs.*.servers **.urls **.brokers", role: claim.Connect},
}
