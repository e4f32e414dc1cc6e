package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Nomad, agents and jobs (developer.hashicorp.com/nomad/docs). A static port of a job is one of the machine, what it leads to is inside the task.
var _ = register(format{
	name:    "nomad",
	files:   []string{"nomad*.hcl", "*.nomad", "*.nomad.hcl", "*.nomad.tpl", "*.hcl"},
	servers: []string{"nomad"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Base()), "nomad") ||
			strings.Contains(f.Text, "\njob \"") || strings.HasPrefix(f.Text, "job \"") || nomadAgent.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		root, base := syntax.Braces(f.Text), serverBase(f, "nomad")
		claims := append(nomadCommands(root, base), nomadManual.read(base, root)...)
		for i := range claims {
			// the rest of a job is inside its tasks, whose network may or may not be the machine's
			if c := &claims[i]; strings.HasPrefix(c.Key, "job.") && !strings.HasSuffix(c.Key, ".static") && (c.Scope == claim.Host || c.Scope == claim.Sample) {
				c.Scope = claim.Container
			}
		}
		return claims
	},
})

// nomadCommands returns the claims of what the tasks of a job run: their command and its arguments.
func nomadCommands(root *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind != syntax.Mapping || !strings.HasPrefix(key, "job.") || len(items(n.Get("args"))) == 0 {
			return true
		}
		base := base
		base.Key = key + ".args"
		claims = append(claims, commandClaims(n.Get("command"), n.Get("args"), base)...)
		return true
	})
	return claims
}

// nomadAgent finds a block that only the configuration of an agent has.
var nomadAgent = regexp.MustCompile(`(?m)^(client|server|server_join)[ \t]*\{`)

var nomadManual = manual{
	{at: "ports.http ports.rpc ports.serf", host: "addresses.http bind_addr", otherwise: "0.0.0.0"},
	{at: "**.port.*.static", otherwise: "*"},
	{at: "**.port.*.to **.port_map.*", scope: claim.Container},
	{at: "**.upstreams.local_bind_port **.service.port", scope: claim.Container},
	{at: "**.check.port", role: claim.Connect, scope: claim.Container},
	{at: "**.env.PORT **.env.*_PORT", scope: claim.Container},
	{at: "consul.address vault.address", role: claim.Connect},
}
