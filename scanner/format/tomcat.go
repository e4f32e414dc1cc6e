package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Tomcat (tomcat.apache.org, "The HTTP Connector", "The Server Component"): its connectors, and the port that takes the
// command to shut down, on the loopback address. A port of -1 is off.
var _ = register(format{
	name:    "tomcat",
	files:   []string{"server.xml", "server-*.xml", "*server.xml", "tomcat*.xml"},
	servers: []string{"java"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "<Connector") || strings.Contains(f.Text, "<Server")
	},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "Server.port", host: ".address", otherwise: "localhost"},
			{at: "**.Connector.port", host: ".address", otherwise: "*"},
			{at: "**.Connector.redirectPort **.Connector.proxyPort **.Receiver.port **.Membership.port", skip: true},
		}.claims(namedXML(syntax.XML(f.Text), "", 0), serverBase(f, "tomcat"))
	},
})
