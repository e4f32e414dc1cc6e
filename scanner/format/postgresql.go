package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// PostgreSQL's server (postgresql.org/docs, "Setting Parameters").
var _ = register(format{
	name:    "postgresql",
	files:   []string{"postgresql*.conf", "postgresql*.conf.*", "postgres*.conf", "*.conf"},
	servers: []string{"postgres", "postmaster"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "postgres") || strings.Contains(f.Text, "listen_addresses") ||
			strings.Contains(f.Text, "\nshared_buffers") || strings.Contains(f.Text, "\nwal_level")
	},
	scan: func(f File) []claim.Claim {
		settings := lineSettings(f.Text)
		base := serverBase(f, "postgres")
		claims := postgresqlManual.claims(settings, base)
		for _, s := range settings {
			if base.Key = s.name; s.name == "primary_conninfo" {
				claims = append(claims, conninfoClaims(s.value, base)...)
			}
		}
		return claims
	},
})

var postgresqlManual = manual{
	{at: "port", host: "listen_addresses", otherwise: "localhost"},
	{at: "primary_conninfo", skip: true},
}

// conninfoClaims reads a connection string of words host=name port=5432 (libpq, "Connection Strings").
func conninfoClaims(t syntax.Text, base claim.Claim) []claim.Claim {
	base.Role = claim.Connect
	var claims []claim.Claim
	for _, word := range t.Split(" \t") {
		name, value, _ := word.Cut('=')
		if host, ok := hostName(unquoted(value).Value); ok && host != "" && (name.Value == "host" || name.Value == "hostaddr" || name.Value == "ip") {
			base.Host = host
		}
	}
	for _, word := range t.Split(" \t") {
		if name, value, found := word.Cut('='); found && name.Value == "port" {
			if c, ok := addressClaim(value, base); ok {
				claims = append(claims, c)
			}
		}
	}
	return claims
}
