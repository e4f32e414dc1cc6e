package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Logstash pipelines (elastic.co/guide, "Creating a Logstash pipeline"): inputs listen, outputs connect.
var _ = register(format{
	name:    "logstash",
	files:   []string{"logstash*.conf", "pipeline/*.conf", "*.conf"},
	servers: []string{"java"},
	is: func(f File) bool {
		return (strings.Contains(f.Text, "input {") || strings.Contains(f.Text, "input{")) &&
			(strings.Contains(f.Text, "output {") || strings.Contains(f.Text, "output{") || strings.Contains(f.Text, "=>"))
	},
	scan: func(f File) []claim.Claim {
		return logstashManual.read(serverBase(f, "logstash"), syntax.Braces(f.Text))
	},
})

var logstashManual = manual{
	{at: "input.udp.port input.gelf.port input.gelf.port_udp input.ganglia.port input.snmptrap.port input.collectd.port", host: ".host", otherwise: "*", protocol: claim.UDP},
	{at: "input.beats.port input.elastic_agent.port input.tcp.port input.http.port input.syslog.port input.gelf.port_tcp input.lumberjack.port " +
		"input.relp.port input.websocket.port input.graphite.port input.log4j.port", host: ".host", otherwise: "*"},
	{at: "**.port", role: claim.Connect, host: ".host"},
	{at: "**.hosts **.bootstrap_servers", role: claim.Connect},
}
