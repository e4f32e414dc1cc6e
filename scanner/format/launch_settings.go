package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The profiles that dotnet run and Visual Studio start a project with (learn.microsoft.com, "launchSettings.json").
// One profile is started at a time.
var _ = register(format{
	name:  "launchSettings.json",
	files: []string{"launchsettings.json", "properties/*launchsettings*.json"},
	scan:  scanLaunchSettings,
})

func scanLaunchSettings(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	claims := launchProfile(root.At("iisSettings", "iisExpress"), "iisSettings.iisExpress", claim.Claim{About: "iis express", Default: "localhost"})
	claims = append(claims, launchProfile(root.At("iisSettings", "iis"), "iisSettings.iis", claim.Claim{About: "iis", Default: "*"})...)
	for _, p := range pairs(root.Get("profiles")) {
		claims = append(claims, launchProfile(p.Value, syntax.Join("profiles", p.Key), claim.Claim{Group: p.Key})...)
	}
	return claims
}

func launchProfile(profile *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range pairs(profile) {
		base := base
		base.Key = syntax.Join(key, p.Key)
		switch p.Key {
		case "applicationUrl":
			claims = append(claims, addressClaims(p.Value.Value(), nameOf(p.Key), base)...)
		case "sslPort", "httpPort":
			if c, ok := numberClaim(p.Value, base.Key, base); ok {
				claims = append(claims, c)
			}
		case "environmentVariables":
			claims = append(claims, settingClaims(settingsOf(p.Value, base.Key), base)...)
		case "commandLineArgs":
			claims = append(claims, wordClaims(syntax.Command{Words: append([]syntax.Text{{Value: "dotnet"}}, wordsOf(p.Value.Value())...)}, base)...)
		case "launchUrl":
			if value := p.Value.Value(); !strings.Contains(value.Value, "{") { // {Scheme}://{ServiceHost}:{ServicePort}
				claims = append(claims, addressClaims(value, nameOf(p.Key), base)...)
			}
		}
	}
	return claims
}

// wordsOf returns the words of a text that is arguments.
func wordsOf(arguments syntax.Text) []syntax.Text {
	var all []syntax.Text
	for _, c := range syntax.Commands(arguments) {
		all = append(all, c.Words...)
	}
	return all
}
