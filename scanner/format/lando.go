package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Lando (docs.lando.dev, "Landofile", services' portforward and overrides): what runs in containers, of which some ports are
// forwarded from this machine's loopback address.
var _ = register(format{
	name:  "lando",
	files: []string{".lando.yml", ".lando.*.yml"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			for _, p := range entries(root) {
				switch p.Key {
				case "services":
					for _, service := range entries(p.Value) {
						claims = append(claims, landoService(service, f)...)
					}
				case "proxy": // from Lando's own to a container's port
					for _, site := range entries(p.Value) {
						for i, at := range items(site.Value) {
							inside := claim.Claim{Group: site.Key, Scope: claim.Container, Key: index(syntax.Join(p.Key, site.Key), i)}
							_, port, found := at.Value().Cut(':')
							if e, ok := wholePort(port); found && ok {
								claims = append(claims, insideClaim(port, e, inside))
							}
						}
					}
				}
			}
		}
		return claims
	},
})

func landoService(service syntax.Pair, f File) []claim.Claim {
	key := syntax.Join("services", service.Key)
	base := claim.Claim{Group: service.Key, Together: f.Base(), About: service.Value.Get("type").Value().Value}
	var claims []claim.Claim
	for _, p := range entries(service.Value) {
		inside := base
		inside.Scope, inside.Key = claim.Container, syntax.Join(key, p.Key)
		switch p.Key {
		case "portforward":
			forwarded := base
			forwarded.Default = "127.0.0.1"
			if c, ok := numberClaim(p.Value, inside.Key, forwarded); ok {
				claims = append(claims, c)
			}
		case "port":
			if c, ok := numberClaim(p.Value, inside.Key, inside); ok {
				claims = append(claims, c)
			}
		case "command":
			claims = append(claims, lineClaims(p.Value.Value(), inside)...)
		case "overrides":
			published := base
			for i, port := range texts(p.Value.Get("ports")) {
				published.Key = index(syntax.Join(inside.Key, "ports"), i)
				claims = append(claims, mappingClaims(port, published)...)
			}
			claims = append(claims, settingClaims(settingsOf(p.Value.Get("environment"), syntax.Join(inside.Key, "environment")), inside)...)
		}
	}
	return claims
}
