package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Dovecot (doc.dovecot.org, "Service Configuration"): services have listeners by names, of which the one that is given no port
// has its protocol's.
var _ = register(format{
	name:    "dovecot",
	files:   []string{"dovecot*.conf", "dovecot*.conf.*", "dovecot/*.conf", "dovecot/conf.d/*.conf"},
	servers: []string{"dovecot"},
	scan: func(f File) []claim.Claim {
		return dovecotManual.read(serverBase(f, "dovecot"), syntax.Braces(f.Text))
	},
})

var dovecotManual = manual{
	{at: "**.inet_listener.**.port **.inet_listener.port", host: ".address .listen listen", otherwise: "*"},
	{at: "doveadm_port director_doveadm_port", skip: true},
	{at: "**.port", role: claim.Connect, host: ".host .server"},
}
