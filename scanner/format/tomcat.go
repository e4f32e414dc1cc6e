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
		}.claims(settingsOfXML(syntax.XML(f.Text)), serverBase(f, "tomcat"))
	},
})

// settingsOfXML returns the scalars below a node as settings. Of elements of one name each has its place in the
// path, so that the address of one is not that of another.
func settingsOfXML(root *syntax.Node) []setting { return xmlSettings(root, "", 0) }

func xmlSettings(n *syntax.Node, key string, depth int) []setting {
	if depth > maxProgramDepth {
		return nil
	}
	var settings []setting
	count := map[string]int{}
	for _, p := range n.Pairs {
		at := syntax.Join(key, p.Key)
		if p.Value.Kind == syntax.Scalar {
			settings = append(settings, setting{p.Key, at, p.Value.Value().Interpolate()})
			continue
		}
		settings = append(settings, xmlSettings(p.Value, index(at, count[p.Key]), depth+1)...)
		count[p.Key]++
	}
	return settings
}
