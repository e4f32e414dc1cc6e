package format

import (
	"github.com/portclash/portclash/scanner/claim"
)

// The coturn TURN server (github.com/coturn/coturn, README.turnserver). It listens on UDP and TCP alike.
var _ = register(format{
	name:    "coturn",
	files:   []string{"turnserver*.conf", "turnserver*.conf.*"},
	servers: []string{"turnserver"},
	scan: func(f File) []claim.Claim {
		return coturnManual.claims(lineSettings(f.Text), serverBase(f, "turnserver"))
	},
})

var coturnManual = manual{
	{at: "listening-port tls-listening-port alt-listening-port alt-tls-listening-port tcp-proxy-port", host: "listening-ip", otherwise: "*"},
	{at: "cli-port", host: "cli-ip", otherwise: "127.0.0.1"},
	{at: "prometheus-port", otherwise: "*"},
}
