package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Cloudflare's Wrangler (developers.cloudflare.com/workers/wrangler/configuration): its development server, and the
// variables of the worker, which connects from this machine while it is developed.
var _ = register(format{
	name:  "wrangler",
	files: []string{"wrangler.toml", "wrangler.json", "wrangler.jsonc", "wrangler*.toml", "wrangler*.json", "wrangler*.jsonc"},
	also:  wranglerAlso,
	scan:  scanWrangler,
})

var wranglerManual = manual{
	{at: "**.dev.port", host: ".ip", otherwise: "localhost"},
	{at: "**.dev.inspectorPort", host: ".inspectorIp", otherwise: "localhost"},
}

func scanWrangler(f File) []claim.Claim {
	root := syntax.TOML(f.Text)
	if !hasEnding(f, ".toml") {
		root = syntax.JSON(f.Text)
	}
	base := serverBase(f, "wrangler")
	variables := settingsOf(root.Get("vars"), "vars")
	for _, p := range pairs(root.Get("env")) {
		variables = append(variables, settingsOf(p.Value.Get("vars"), syntax.Join("env", p.Key)+".vars")...)
	}
	claims := allGoing(settingClaims(variables, base))
	for _, s := range settingsBelow(root.Get("build")) {
		if s.name == "command" {
			claims = append(claims, lineClaims(s.value, claim.Claim{Key: "build.command"})...)
		}
	}
	return append(claims, wranglerManual.read(base, root)...)
}

var wranglerAlso = []companion{{port: 9229, use: "the inspector", unless: "inspector"}}
