package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// StatsD (github.com/statsd/statsd, "exampleConfig.js"): an object of JavaScript without a name.
var _ = register(format{
	name:    "statsd",
	files:   []string{"statsd*.js", "*statsd*.js", "statsd/*.js", "exampleconfig.js", "localconfig.js", "config.js"},
	servers: []string{"node", "statsd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "graphitePort") || strings.Contains(f.Text, "mgmt_port") || strings.Contains(f.Text, "flushInterval")
	},
	scan: func(f File) []claim.Claim {
		text := f.Text
		if start := strings.IndexByte(text, '{'); start >= 0 { // an object where a program would have a block
			text = strings.Repeat(" ", start) + text[start:]
		}
		return statsdManual.read(serverBase(f, "statsd"), syntax.JSON(text))
	},
})

var statsdManual = manual{
	{at: "port servers.port", host: ".address", otherwise: "*", protocol: claim.UDP},
	{at: "mgmt_port", host: "mgmt_address", otherwise: "*"},
	{at: "graphitePort", role: claim.Connect, host: "graphiteHost"},
	{at: "repeater.port", role: claim.Connect, host: ".host", protocol: claim.UDP},
}
