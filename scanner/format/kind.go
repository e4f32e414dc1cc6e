package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Clusters of kind (kind.sigs.k8s.io/docs/user/configuration), whose nodes are containers of this machine.
var _ = register(format{
	name:  "kind",
	files: []string{"*.yml", "*.yaml"},
	is:    func(f File) bool { return apiOf(f) == "kind" },
	scan:  scanKind,
})

func scanKind(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		group := root.Get("name").Value().Value
		if group == "" {
			group = "kind" // the name of a cluster that is given none
		}
		base := claim.Claim{Group: group, Together: group, About: "kind"}
		base.Servers = []string{group + "-control-plane*", group + "-worker*", group + "-external-load-balancer"}
		api := base
		api.Host, api.Default = root.At("networking", "apiServerAddress").Value().Value, "127.0.0.1"
		if c, ok := numberClaim(root.At("networking", "apiServerPort"), "networking.apiServerPort", api); ok {
			claims = append(claims, c)
		}
		for i, node := range items(root.Get("nodes")) {
			for k, port := range items(node.Get("extraPortMappings")) {
				key := index(index("nodes", i)+".extraPortMappings", k)
				claims = append(claims, publishedPort(port, "containerPort", "hostPort", "listenAddress", key, base)...)
			}
		}
	}
	return claims
}

// publishedPort reads a port of a container that is published on this machine, whose target, port and address
// are settings of those names; one without a target is named "". An address that is not given is every one.
func publishedPort(n *syntax.Node, target, port, address, key string, base claim.Claim) []claim.Claim {
	base.Protocol = protocolOf(n.Get("protocol").Value().Value)
	var claims []claim.Claim
	inside := base
	inside.Scope = claim.Container
	to, ok := numberClaim(n.Get(target), syntax.Join(key, target), inside)
	if ok {
		claims = append(claims, to)
	}
	c, ok := numberClaim(n.Get(port), syntax.Join(key, port), base)
	if !ok {
		return claims
	}
	c.Default, c.Target, c.PastFirewall = "*", to.Port, true
	host := n.Get(address).Value()
	c.Host = host.Value
	if wildcard(c.Host) {
		c.Narrow = &claim.Edit{Span: host.Span(0, len(host.Value)), New: "127.0.0.1"}
	}
	return append(claims, c)
}
