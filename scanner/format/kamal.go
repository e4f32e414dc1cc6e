package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Kamal (kamal-deploy.org/docs/configuration): an application in a container on other machines, behind a proxy there, and
// its accessories, which publish their ports on those machines.
var _ = register(format{
	name:  "kamal",
	files: []string{"config/deploy.yml", "config/deploy.*.yml", "deploy.yml", "deploy.*.yml", "kamal*.yml"},
	is: func(f File) bool {
		return topKeys(f.Text, "servers", "proxy", "accessories") && topKeys(f.Text, "image", "service", "proxy", "registry")
	},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			claims = append(claims, kamalClaims(root)...)
		}
		return claims
	},
})

var kamalManual = manual{
	{at: "**.env.** **.labels.** accessories.*.port", skip: true}, // see kamalClaims
	{at: "**.proxy.app_port proxy.app_port **.healthcheck.port healthcheck.port", scope: claim.Container},
	{at: "proxy.run.http_port proxy.run.https_port proxy.run.metrics_port", scope: claim.Remote},
	{at: "ssh.port", role: claim.Connect, scope: claim.Remote},
	{at: "registry.server", role: claim.Connect},
}

func kamalClaims(root *syntax.Node) []claim.Claim {
	claims := kamalManual.read(claim.Claim{}, root)
	for i, c := range claims {
		if c.Role == claim.Bind && c.Scope == claim.Host { // what the proxy is told there
			claims[i].Scope = claim.Remote
		}
	}
	inside := claim.Claim{Scope: claim.Container}
	for _, p := range entries(root) {
		switch p.Key {
		case "env":
			claims = append(claims, kamalVariables(p.Value, p.Key, inside)...)
		case "servers":
			for _, role := range entries(p.Value) {
				key := syntax.Join(p.Key, role.Key)
				base := inside
				base.Group = role.Key
				claims = append(claims, kamalVariables(role.Value.Get("env"), key+".env", base)...)
				base.Key = key + ".cmd"
				claims = append(claims, lineClaims(role.Value.Get("cmd").Value(), base)...)
			}
		case "accessories":
			for _, accessory := range entries(p.Value) {
				claims = append(claims, kamalAccessory(accessory)...)
			}
		}
	}
	return claims
}

// kamalAccessory reads what an accessory publishes, a port alone being the container's as well, and what it is given.
func kamalAccessory(accessory syntax.Pair) []claim.Claim {
	key := syntax.Join("accessories", accessory.Key)
	base := claim.Claim{Group: accessory.Key, About: accessory.Value.Get("image").Value().Value, Key: key + ".port", Scope: claim.Remote}
	var claims []claim.Claim
	for _, p := range entries(accessory.Value) {
		if p.Key != "port" {
			continue
		}
		port := p.Value.Value()
		if e, ok := wholePort(port.Trim()); ok && !strings.Contains(port.Value, ":") {
			c := publishedClaim(base, e, e)
			place(&c, port.Trim(), 0, len(port.Trim().Value), 0, len(port.Trim().Value))
			claims = append(claims, c)
			continue
		}
		claims = append(claims, mappingClaims(port, base)...)
	}
	base.Scope, base.Key = claim.Container, key
	claims = append(claims, kamalVariables(accessory.Value.Get("env"), key+".env", base)...)
	base.Key = key + ".cmd"
	return append(claims, lineClaims(accessory.Value.Get("cmd").Value(), base)...)
}

// kamalVariables reads the variables of a container, some of which may be marked as clear ones. In a container nothing else
// is at localhost.
func kamalVariables(env *syntax.Node, key string, base claim.Claim) []claim.Claim {
	settings := settingsOf(env, key)
	if clear := env.Get("clear"); clear != nil {
		settings = append(settings, settingsOf(clear, key+".clear")...)
	}
	return settingClaims(settings, base)
}
