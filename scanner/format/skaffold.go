package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Skaffold (skaffold.dev/docs/references/yaml): the ports of the cluster that it forwards to this machine, on its
// loopback address and under the same number unless told otherwise.
var _ = register(format{
	name:  "skaffold",
	files: []string{"skaffold*.yml", "skaffold*.yaml", "*.yml", "*.yaml"},
	is:    func(f File) bool { return apiOf(f) == "skaffold" },
	scan:  scanSkaffold,
})

func scanSkaffold(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		claims = append(claims, forwards(root.Get("portForward"), "portForward", claim.Claim{Together: f.Base()})...)
		for i, profile := range items(root.Get("profiles")) {
			name := profile.Get("name").Value().Value
			claims = append(claims, forwards(profile.Get("portForward"), index("profiles", i)+".portForward",
				claim.Claim{Together: f.Base(), Profiles: []string{name}})...)
		}
	}
	return claims
}

// forwards reads a list of Skaffold's forwardings.
func forwards(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, item := range items(n) {
		key := index(key, i)
		bind := base
		bind.Group = item.Get("resourceName").Value().Value
		address := item.Get("address").Value()
		bind.Host, bind.Default = address.Value, "127.0.0.1"
		if wildcard(bind.Host) {
			bind.Narrow = &claim.Edit{Span: address.Span(0, len(address.Value)), New: "127.0.0.1"}
		}
		inside := base
		inside.Group, inside.Scope = bind.Group, claim.Cluster
		if c, ok := numberClaim(item.Get("localPort"), key+".localPort", bind); ok {
			claims = append(claims, c)
		} else {
			inside = bind
		}
		if c, ok := numberClaim(item.Get("port"), key+".port", inside); ok {
			claims = append(claims, c)
		}
	}
	return claims
}
