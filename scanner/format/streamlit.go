package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Streamlit (docs.streamlit.io, "config.toml"): its server, and the address under which a browser reaches it.
var _ = register(format{
	name:  "streamlit",
	files: []string{".streamlit/config.toml", "streamlit/config.toml"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "server.port", host: "server.address", otherwise: "*"},
			{at: "browser.serverPort", role: claim.Connect, host: "browser.serverAddress"},
		}.read(serverBase(f, "streamlit"), syntax.TOML(f.Text))
	},
})
