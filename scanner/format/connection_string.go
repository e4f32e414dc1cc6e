package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// connectionStringClaims reads a connection string, or any text that has an endpoint written out.
func connectionStringClaims(t syntax.Text, base claim.Claim) []claim.Claim {
	if c, ok := connectionString(t, base); ok {
		return []claim.Claim{c}
	}
	var claims []claim.Claim
	for _, l := range literals(t) {
		claims = append(claims, l.claim(t, base))
	}
	return claims
}

// connectionString reads a connection string that gives the port a place of its own: Host=localhost;Port=5432, or
// Server=tcp:localhost,1433 (SQL Server puts a comma before the port).
func connectionString(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	host, port := "", syntax.Text{}
	for _, part := range t.Split(";") {
		name, value, found := part.Cut('=')
		if !found {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(name.Value)) {
		case "host", "server", "data source", "datasource", "addr", "address", "network address":
			value = value.Trim()
			if i := strings.IndexByte(value.Value, ','); i >= 0 {
				port = value.Slice(i+1, len(value.Value)).Trim()
				value = value.Slice(0, i)
			}
			host = strings.TrimPrefix(strings.TrimSpace(value.Value), "tcp:")
			host, _, _ = strings.Cut(host, `\`)
		case "port":
			port = value.Trim()
		}
	}
	if host == "." || host == "(local)" {
		host = "localhost"
	}
	return connectionClaim(host, port, base)
}

// fieldString reads a connection string of bare fields, as game servers have them: 127.0.0.1;3306;user;password;database.
func fieldString(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	fields := t.Split(";")
	if len(fields) < 4 || strings.Contains(t.Value, "=") {
		return claim.Claim{}, false
	}
	host, ok := hostName(strings.TrimSpace(fields[0].Value))
	if !ok || !local(host) && !strings.Contains(host, ".") {
		return claim.Claim{}, false
	}
	return connectionClaim(host, fields[1].Trim(), base)
}

// keywordString reads a connection string of PostgreSQL's library (postgresql.org/docs/current/libpq-connect.html,
// "Keyword/Value Connection Strings"): host=localhost port=5432 dbname=app.
func keywordString(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	host, port, database := "", syntax.Text{}, false
	for _, part := range t.Split(" ") {
		name, value, found := part.Cut('=')
		if !found {
			continue
		}
		switch name.Value {
		case "host", "hostaddr":
			host = value.Value
		case "port":
			port = unquoted(value)
		case "dbname", "user", "sslmode":
			database = true
		}
	}
	if !database || host == "" {
		return claim.Claim{}, false
	}
	return connectionClaim(strings.Trim(host, "'"), port, base)
}

// connectionClaim returns the claim of a client that goes to a port of a host.
func connectionClaim(host string, port syntax.Text, base claim.Claim) (claim.Claim, bool) {
	e, ok := wholePort(port)
	if !ok {
		return claim.Claim{}, false
	}
	c := base
	c.Role, c.Host, c.Port, c.EndPort = claim.Connect, host, e.Port, e.EndPort
	place(&c, port, 0, len(port.Value), 0, len(port.Value))
	judge(&c)
	return c, true
}
