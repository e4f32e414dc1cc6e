package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The configuration of .NET applications (learn.microsoft.com, "Configure endpoints for the ASP.NET Core Kestrel web
// server"): where Kestrel listens, and the databases in the connection strings.
var _ = register(format{
	name:  "appsettings.json",
	files: []string{"appsettings.json", "appsettings.*.json", "hostsettings.json", "ocelot.json", "ocelot.*.json"},
	scan:  scanAppSettings,
})

var appSettingsManual = manual{
	{at: "Kestrel.Endpoints.*.Url **.Endpoints.*.Address Urls Server.Urls", otherwise: "*"},
	{at: "**.DownstreamHostAndPorts.Port", role: claim.Connect, host: ".Host"},
	{at: "GlobalConfiguration.BaseUrl", role: claim.Connect},
}

func scanAppSettings(f File) []claim.Claim {
	var settings, connections []setting
	for _, s := range settingsBelow(syntax.JSON(f.Text)) {
		switch {
		case canonical(s.key) == "urls" || strings.HasSuffix(s.key, ".Url"):
			for _, url := range s.value.Split(";") {
				settings = append(settings, setting{s.name, s.key, url})
			}
		case strings.HasPrefix(s.key, "ConnectionStrings.") || strings.Contains(s.value.Value, ";"):
			connections = append(connections, s)
		default:
			settings = append(settings, s)
		}
	}
	claims := appSettingsManual.named(settings, claim.Claim{})
	for _, s := range connections {
		claims = append(claims, connectionStringClaims(s.value, claim.Claim{Role: claim.Connect, Key: s.key})...)
	}
	return claims
}

// connectionStringClaims reads a connection string: Host=localhost;Port=5432, Server=tcp:localhost,1433 (SQL Server puts a
// comma before the port), or any text that has an endpoint written out.
func connectionStringClaims(t syntax.Text, base claim.Claim) []claim.Claim {
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
	e, ok := wholePort(port)
	if !ok {
		var claims []claim.Claim
		for _, l := range literals(t) {
			claims = append(claims, l.claim(t, base))
		}
		return claims
	}
	c := base
	c.Host, c.Port, c.EndPort = host, e.Port, e.EndPort
	if host == "." || host == "(local)" {
		c.Host = "localhost"
	}
	place(&c, port, 0, len(port.Value), 0, len(port.Value))
	judge(&c)
	return []claim.Claim{c}
}
