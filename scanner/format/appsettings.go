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
	files: []string{"appsettings.json", "appsettings.*.json", "hostsettings.json", "hosting.json", "ocelot.json", "ocelot.*.json"},
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
