package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Clusters of k3d (k3d.io, "Using Config Files"), whose nodes are containers of this machine.
var _ = register(format{
	name:  "k3d",
	files: []string{"*.yml", "*.yaml"},
	is:    func(f File) bool { return apiOf(f) == "k3d" },
	scan:  scanK3d,
})

func scanK3d(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		group := root.At("metadata", "name").Value().Value
		base := claim.Claim{Group: group, Together: syntax.Join("k3d", group), About: "k3d"}
		base.Servers = []string{"k3d-" + group + "*"}
		for i, item := range items(root.Get("ports")) {
			base := base
			base.Key = index("ports", i) + ".port"
			claims = append(claims, mappingClaims(item.Get("port").Value().Interpolate(), base)...)
		}
		claims = append(claims, publishedPort(root.Get("kubeAPI"), "", "hostPort", "hostIP", "kubeAPI", base)...)
		registry := base
		registry.Servers = []string{"*registry*"}
		claims = append(claims, publishedPort(root.At("registries", "create"), "", "hostPort", "host", "registries.create", registry)...)
	}
	return claims
}
