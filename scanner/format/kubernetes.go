package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Kubernetes manifests (kubernetes.io/docs/reference/kubernetes-api), Helm's templates of them included: told by
// apiVersion and kind. Their ports are those of pods and services; what hostPort opens is on some node.
var _ = register(format{
	name:  "kubernetes",
	files: []string{"*.yml", "*.yaml", "*.json", "*.yaml.tpl", "*.yaml.tmpl"},
	is:    func(f File) bool { return apiOf(f) == "kubernetes" },
	scan:  scanKubernetes,
})

func scanKubernetes(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range apiDocuments(f) {
		if root.Get("kind").Value().Value == "Config" && root.Get("clusters") != nil {
			// a kubeconfig: where kubectl on this machine goes to
			claims = append(claims, endpointsBelow(root, "", claim.Claim{})...)
			continue
		}
		c := cluster{base: claim.Claim{Scope: claim.Cluster, Group: root.At("metadata", "name").Value().Value}}
		if strings.Contains(c.base.Group, "{{") {
			c.base.Group = ""
		}
		c.read(root, "")
		claims = append(claims, c.claims...)
	}
	return claims
}
