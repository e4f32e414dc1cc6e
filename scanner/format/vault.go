package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Vault and Boundary (developer.hashicorp.com/vault/docs/configuration).
var _ = register(format{
	name:    "vault",
	files:   []string{"vault*.hcl", "vault*.json", "*.hcl"},
	servers: []string{"vault", "openbao"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "vault") || strings.Contains(f.Text, `listener "tcp"`)
	},
	scan: func(f File) []claim.Claim {
		return vaultManual.read(serverBase(f, "vault"), syntax.Braces(f.Text))
	},
})

var vaultManual = manual{
	{at: "listener.**.address listener.**.cluster_address", otherwise: "127.0.0.1"},
	{at: "api_addr cluster_addr storage.**.address backend.**.address vault.address **.leader_api_addr", role: claim.Connect},
}
