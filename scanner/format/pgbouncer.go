package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// PgBouncer (pgbouncer.org/config.html).
var _ = register(format{
	name:    "pgbouncer",
	files:   []string{"pgbouncer*.ini", "pgbouncer*.ini.*"},
	servers: []string{"pgbouncer"},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "pgbouncer")
		root := syntax.INI(f.Text)
		claims := pgbouncerManual.read(base, root)
		for _, p := range pairs(root.Get("databases")) {
			base.Key = syntax.Join("databases", p.Key)
			claims = append(claims, conninfoClaims(p.Value.Value(), base)...)
		}
		return claims
	},
})

var pgbouncerManual = manual{
	{at: "pgbouncer.listen_port", host: "pgbouncer.listen_addr", otherwise: "localhost"},
	{at: "databases.*", skip: true},
}
