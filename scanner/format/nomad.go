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
		claims := nomadManual.read(serverBase(f, "nomad"), syntax.Braces(f.Text))
		for i := range claims {
			// the rest of a job is inside its tasks, whose network may or may not be the machine's
			if c := &claims[i]; strings.HasPrefix(c.Key, "job.") && !strings.HasSuffix(c.Key, ".static") && c.Scope == claim.Host {
				c.Scope = claim.Container
			}
		}
		return claims
	},
})

// nomadAgent finds a block that only the configuration of an agent has.
var nomadAgent = regexp.MustCompile(`(?m)^(client|server|server_join)[ \t]*\{`)

var nomadManual = manual{
	{at: "ports.http ports.rpc ports.serf", host: "addresses.http bind_addr", otherwise: "0.0.0.0"},
	{at: "**.port.*.static", otherwise: "*"},
	{at: "**.port.*.to **.port_map.*", scope: claim.Container},
	{at: "**.upstreams.local_bind_port", scope: claim.Container},
	{at: "**.env.PORT **.env.*_PORT", scope: claim.Container},
	{at: "consul.address vault.address", role: claim.Connect},
}
