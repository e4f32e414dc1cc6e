package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The streaming server Icecast (icecast.org/docs, "Config File").
var _ = register(format{
	name:    "icecast",
	files:   []string{"icecast*.xml", "icecast*.xml.*"},
	servers: []string{"icecast", "icecast2"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "<icecast>") || strings.Contains(f.Text, "<listen-socket>")
	},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.listen-socket.**.port icecast.port", host: ".bind-address", otherwise: "*"},
			{at: "**.relay.**.port", role: claim.Connect, host: ".server"},
			{at: "**.master-server-port", role: claim.Connect, host: ".master-server"},
		}.claims(namedXML(syntax.XML(f.Text), "", 0), serverBase(f, "icecast"))
	},
})
