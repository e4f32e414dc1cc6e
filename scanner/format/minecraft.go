package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Minecraft servers (minecraft.wiki, "Server.properties").
var _ = register(format{
	name:    "minecraft",
	files:   []string{"server.properties"},
	servers: []string{"java"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "server-port=") || strings.Contains(f.Text, "level-name=")
	},
	scan: func(f File) []claim.Claim {
		return minecraftManual.read(serverBase(f, "minecraft"), syntax.Properties(f.Text))
	},
})

var minecraftManual = manual{
	{at: "server-port rcon.port management-server-port", host: "server-ip", otherwise: "*"},
	{at: "query.port", host: "server-ip", otherwise: "*", protocol: claim.UDP},
}
