package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The OpenTelemetry collector (opentelemetry.io/docs/collector/configuration) and Jaeger 2, which is one. A
// receiver listens if others send to it, and connects if it fetches itself; most exporters connect.
var _ = register(format{
	name:    "otel",
	files:   []string{"otel*.yml", "otel*.yaml", "otelcol*.yml", "otelcol*.yaml", "*.yml", "*.yaml"},
	servers: []string{"otelcol", "otelcol-contrib"},
	is: func(f File) bool {
		return topKeys(f.Text, "receivers", "exporters") && topKeys(f.Text, "processors", "service", "extensions") ||
			topKeys(f.Text, "receivers") && topKeys(f.Text, "exporters")
	},
	scan: func(f File) []claim.Claim {
		return otelManual.read(serverBase(f, "otelcol"), syntax.YAML(f.Text)...)
	},
})

// otelListeners are the receivers that others send to.
var otelListeners = strings.Fields("otlp jaeger zipkin opencensus carbon collectd fluentforward influxdb loki prometheusremotewrite sapm signalfx " +
	"skywalking splunk_hec statsd syslog tcplog udplog wavefront webhookevent datadog awsxray awsfirehose faro libhoney netflow otelarrow")

var otelManual = manual{
	{
		at: "receivers.jaeger.protocols.thrift_compact.endpoint receivers.jaeger.protocols.thrift_binary.endpoint receivers.statsd.endpoint " +
			"receivers.**.udp.listen_address receivers.udplog.listen_address receivers.awsxray.endpoint receivers.collectd.udp.endpoint",
		otherwise: "localhost", protocol: claim.UDP,
	},
	{
		at:        "receivers." + strings.Join(otelListeners, ".**.endpoint receivers.") + ".**.endpoint receivers.**.listen_address",
		otherwise: "localhost",
	},
	{at: "receivers.netflow.port", host: ".hostname", protocol: claim.UDP},
	{at: "exporters.prometheus.endpoint extensions.**.endpoint", otherwise: "localhost"},
	{at: "receivers.**.endpoint receivers.**.endpoints exporters.**.endpoint exporters.**.endpoints **.targets", role: claim.Connect},
	{at: "service.telemetry.metrics.address", otherwise: "localhost"},
	{at: "service.telemetry.metrics.**.prometheus.port", host: ".host", otherwise: "localhost"},
}
