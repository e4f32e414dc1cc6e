package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The servers of the Model Context Protocol that an editor or an agent knows (modelcontextprotocol.io): those that
// it goes to, and those that it starts.
var _ = register(format{
	name: "mcp.json",
	files: []string{
		"mcp.json", ".mcp.json", "mcp.*.json", "mcp-*.json", "mcp_*.json", "mcp_config.json", "claude_desktop_config.json",
		".cursor/mcp.json", ".vscode/mcp.json", ".gemini/settings.json", ".roo/mcp.json",
	},
	scan: scanMCP,
})

func scanMCP(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	claims := []claim.Claim{}
	for _, key := range []string{"mcpServers", "servers"} {
		for _, server := range entries(root.Get(key)) {
			base := claim.Claim{Group: server.Key, Key: syntax.Join(key, server.Key)}
			at := base.Key
			claims = append(claims, settingClaims(settingsOf(server.Value.Get("env"), at+".env"), base)...)
			base.Key = at + ".command"
			claims = append(claims, commandClaims(server.Value.Get("command"), server.Value.Get("args"), base)...)
		}
	}
	return append(claims, endpointsBelow(root, "", claim.Claim{})...)
}
