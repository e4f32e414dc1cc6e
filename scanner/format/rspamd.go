package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Rspamd (docs.rspamd.com, "Workers"): where its workers listen, and the stores that its modules go to.
var _ = register(format{
	name:    "rspamd",
	files:   []string{"worker-*.inc", "rspamd/*.conf", "rspamd*.conf", "local.d/*.inc", "local.d/*.conf", "override.d/*.inc", "override.d/*.conf"},
	servers: []string{"rspamd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "bind_socket") || strings.Contains(strings.ToLower(f.Name), "rspamd")
	},
	scan: func(f File) []claim.Claim {
		return rspamdManual.claims(lineSettings(f.Text), serverBase(f, "rspamd"))
	},
})

var rspamdManual = manual{
	{at: "bind_socket", otherwise: "*"},
	{at: "servers read_servers write_servers upstream", role: claim.Connect},
}
