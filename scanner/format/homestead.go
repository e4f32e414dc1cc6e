package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Laravel Homestead (laravel.com/docs/homestead, "Ports"): the ports of this machine that Vagrant sends to the one inside.
var _ = register(format{
	name:    "homestead",
	files:   []string{"homestead*.yml", "homestead*.yaml", "homestead*.yaml.*", "homestead*.json"},
	servers: []string{"vboxheadless", "vmware-vmx", "prl_vm_app"},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "vagrant")
		var claims []claim.Claim
		for _, root := range documents(f) {
			for i, port := range items(root.Get("ports")) {
				key := index("ports", i)
				if port.Kind == syntax.Scalar {
					mapped := base
					mapped.Key = key
					claims = append(claims, mappingClaims(port.Value(), mapped)...)
					continue
				}
				at, inside := "send", "to"
				if port.Get("host") != nil && port.Get(at) == nil {
					at, inside = "host", "guest"
				}
				claims = append(claims, publishedPort(port, inside, at, "host_ip", key, base)...)
			}
		}
		for i := range claims {
			claims[i].PastFirewall = false
		}
		return claims
	},
})
