package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The values of a Helm chart (helm.sh/docs/chart_template_guide/values_files). Charts name them as they like, so
// a setting counts as a port by its name; whatever it is, it ends up in the cluster.
var _ = register(format{
	name:  "helm",
	files: []string{"values.yml", "values.yaml", "values-*.yml", "values-*.yaml", "values.*.yml", "values.*.yaml", "*-values.yml", "*-values.yaml", "*.values.yaml"},
	scan:  scanHelmValues,
})

func scanHelmValues(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		c := cluster{base: claim.Claim{Scope: claim.Cluster}}
		c.read(root, "")
		claims = append(claims, c.claims...)
	}
	return claims
}
