package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// DevSpace (devspace.sh/docs/configuration/reference): the ports of the cluster that it forwards to this machine, on its
// loopback address and under the same number unless told otherwise, and what it deploys there.
var _ = register(format{
	name:  "devspace",
	files: []string{"devspace*.yml", "devspace*.yaml"},
	scan:  scanDevSpace,
})

func scanDevSpace(f File) []claim.Claim {
	claims := scanGeneral(f)
	for i := range claims {
		c := &claims[i]
		section, _, _ := strings.Cut(withoutIndexes(c.Key), ".")
		switch {
		case c.Scope == claim.Remote:
		case section == "deployments" && c.Role == claim.Bind, strings.HasSuffix(c.Key, ".remotePort"), c.Scope == claim.Container:
			c.Scope, c.Role, c.Unsure, c.Narrow = claim.Cluster, claim.Bind, false, nil
		case section == "dev" && strings.Contains(c.Key, "everse"): // what the cluster is to reach here
			*c = going(*c)
		case section == "dev" && settingName(c.Key) == "port":
			c.Unsure, c.Together = false, f.Base()
			if c.Host == "" {
				c.Default, c.PastFirewall, c.Narrow = "127.0.0.1", false, nil
			}
		}
	}
	return claims
}
