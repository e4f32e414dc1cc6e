package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// StatsD (github.com/statsd/statsd, exampleConfig.js): it takes datagrams, is managed over a stream, and goes to Graphite.
var _ = register(format{
	name:    "statsd",
	files:   []string{"statsd*.js", "*statsd.js", "statsd/*.js", "statsd*.json", "statsd/*.json", "exampleconfig.js", "localconfig.js", "config.js"},
	servers: []string{"node"},
	is:      func(f File) bool { return statsdOnly.MatchString(f.Text) },
	scan: func(f File) []claim.Claim {
		return statsdManual.program(f, syntax.JavaScript, "statsd")
	},
})

var statsdOnly = regexp.MustCompile(`(?m)^[ \t{,]*"?(mgmt_port|graphitePort|deleteIdleStats|prefixStats)"?[ \t]*:`)

var statsdManual = manual{
	{at: "mgmt_port", host: "mgmt_address", otherwise: "0.0.0.0"},
	{at: "graphitePort graphitePicklePort", role: claim.Connect, host: "graphiteHost"},
	{at: "repeater.port", role: claim.Connect, host: ".host", protocol: claim.UDP},
	{at: "port servers.port", host: ".address", otherwise: "0.0.0.0", protocol: claim.UDP},
}
