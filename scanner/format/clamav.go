package format

import (
	"github.com/portclash/portclash/scanner/claim"
)

// ClamAV (clamd.conf(5), freshclam.conf(5)): the daemon's port, on every address unless told, and the proxy that updates go to.
var _ = register(format{
	name:    "clamav",
	files:   []string{"clamd*.conf", "clamd*.conf.*", "freshclam*.conf", "clamav/*.conf"},
	servers: []string{"clamd"},
	scan: func(f File) []claim.Claim {
		return clamavManual.claims(lineSettings(f.Text), serverBase(f, "clamd"))
	},
})

var clamavManual = manual{
	{at: "TCPSocket", host: "TCPAddr", otherwise: "*"},
	{at: "HTTPProxyPort", role: claim.Connect, host: "HTTPProxyServer"},
}
