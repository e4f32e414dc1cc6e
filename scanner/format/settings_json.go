package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// VS Code's settings and workspace files. The settings are those of any extension, so only the ones that are known
// count, and what is written out as an endpoint.
var _ = register(format{
	name:  "settings.json",
	files: []string{".vscode/settings.json", "*.code-workspace"},
	scan:  scanSettingsJSON,
})

func scanSettingsJSON(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	if root.Get("folders") == nil {
		return editorSettings(root, "")
	}
	claims := editorSettings(root.Get("settings"), "settings")
	claims = append(claims, launchClaims(root.Get("launch"), "launch")...)
	return append(claims, taskClaims(f, root.Get("tasks"), "tasks")...)
}

// editorPorts are the settings of extensions that are ports to listen on, with the host that is taken by default.
var editorPorts = map[string]string{
	"liveServer.settings.port":                "127.0.0.1",
	"livePreview.portNumber":                  "127.0.0.1",
	"phpserver.port":                          "localhost",
	"latex-workshop.viewer.pdf.internal.port": "127.0.0.1",
	"dart.devToolsPort":                       "127.0.0.1",
}

func editorSettings(root *syntax.Node, key string) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(root) {
		at := under(key, p.Key)
		if host, known := editorPorts[p.Key]; known {
			base := claim.Claim{Default: host, Servers: []string{claim.Editor}}
			base.Host = root.Get(strings.TrimSuffix(p.Key, "port") + "host").Value().Value
			if c, ok := numberClaim(p.Value, at, base); ok {
				claims = append(claims, c)
			}
			continue
		}
		switch p.Key {
		case "remote.SSH.defaultForwardedPorts":
			for i, item := range items(p.Value) {
				if c, ok := numberClaim(item.Get("localPort"), index(at, i)+".localPort", claim.Claim{Default: "127.0.0.1", Servers: []string{claim.Editor}}); ok {
					claims = append(claims, c)
				}
			}
		case "remote.portsAttributes":
		default:
			claims = append(claims, connections(p.Value.Resolved(), at)...)
			claims = append(claims, endpointsBelow(p.Value.Resolved(), at, claim.Claim{})...)
		}
	}
	return claims
}

// connections reads the ports below a node that stand beside a host: the databases and the machines that an
// extension connects to.
func connections(n *syntax.Node, key string) []claim.Claim {
	var claims []claim.Claim
	base := claim.Claim{Role: claim.Connect, Scope: claim.Remote}
	for _, p := range entries(n) {
		at := syntax.Join(key, p.Key)
		if p.Key == "port" {
			host := hostIn(n)
			if local(host) {
				base.Scope = claim.Host
			}
			claims = append(claims, hostedPort(p.Value, host, at, base)...)
			continue
		}
		claims = append(claims, connections(p.Value.Resolved(), at)...)
	}
	for i, item := range items(n) {
		claims = append(claims, connections(item.Resolved(), index(key, i))...)
	}
	return claims
}
