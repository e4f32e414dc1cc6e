package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Lando (docs.lando.dev, "Services"): a service's port is its container's, and portforward is where Docker publishes it on this
// machine's loopback address; the proxy's sites lead to a container's port. What is overridden is Compose's.
var _ = register(format{
	name:  "lando",
	files: []string{".lando.yml", ".lando.*.yml"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			for _, service := range pairs(root.Get("services")) {
				key := syntax.Join("services", service.Key)
				base := claim.Claim{Group: service.Key, Together: f.Base(), Head: service.KeySpan}
				published, inside := base, base
				published.Default, published.PastFirewall, inside.Scope = "127.0.0.1", true, claim.Container
				if c, ok := numberClaim(service.Value.Get("portforward"), key+".portforward", published); ok {
					claims = append(claims, c)
				}
				if c, ok := numberClaim(service.Value.Get("port"), key+".port", inside); ok {
					claims = append(claims, c)
				}
				for i, port := range items(service.Value.At("overrides", "ports")) {
					base := base
					base.Key = index(key+".overrides.ports", i)
					claims = append(claims, mappingClaims(port.Value().Interpolate(), base)...)
				}
			}
			for _, site := range pairs(root.Get("proxy")) {
				for i, at := range items(site.Value) {
					inside := claim.Claim{Group: site.Key, Scope: claim.Container, Key: index(syntax.Join("proxy", site.Key), i)}
					_, port, found := at.Value().Cut(':')
					if e, ok := wholePort(port); found && ok {
						claims = append(claims, insideClaim(port, e, inside))
					}
				}
			}
		}
		return claims
	},
})
