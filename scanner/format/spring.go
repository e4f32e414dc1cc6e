package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The configuration of Java applications in application.properties and application.yml: Spring Boot
// (docs.spring.io/spring-boot, "Common Application Properties"), Quarkus (quarkus.io/guides/all-config) and
// Micronaut. A document of YAML may be for a profile, and so may a key of Quarkus (%dev.quarkus.http.port).
var _ = register(format{
	name: "spring",
	files: []string{
		"application.properties", "application-*.properties", "application.yml", "application-*.yml", "application.yaml", "application-*.yaml",
		"bootstrap.properties", "bootstrap-*.properties", "bootstrap.yml", "bootstrap-*.yml", "bootstrap.yaml", "bootstrap-*.yaml",
	},
	scan: scanSpring,
})

var springManual = manual{
	{at: "**.server.port", host: ".address .host", otherwise: "*"},
	{at: "management.port", host: "management.address", otherwise: "*"},
	{at: "**.quarkus.http.port **.quarkus.http.sslPort **.quarkus.http.testPort **.quarkus.http.testSslPort", host: ".host"},
	{at: "**.quarkus.management.port **.quarkus.management.testPort **.quarkus.grpc.server.testPort", host: ".host"},
	{at: "**.devservices.port **.devservices.**.port", otherwise: "*"},
	{at: "micronaut.server.ssl.port **.endpoints.all.port", otherwise: "*"},
	{at: "spring.ldap.embedded.port spring.devtools.livereload.port **.embedded.port", otherwise: "*"},
	{at: "spring.devtools.remote.**.port", role: claim.Connect},
	{at: "**.instance.port **.instance.nonSecurePort **.instance.securePort", role: claim.Connect},
}

func scanSpring(f File) []claim.Claim {
	base := claim.Claim{}
	if isSample(f) {
		base.Scope = claim.Sample
	}
	if hasEnding(f, ".properties") {
		return springClaims(syntax.Properties(f.Text), base)
	}
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		claims = append(claims, springClaims(root, base)...)
	}
	return claims
}

func springClaims(root *syntax.Node, base claim.Claim) []claim.Claim {
	settings := settingsBelow(root)
	for _, s := range settings {
		switch s.key {
		case "spring.config.activate.on-profile", "spring.profiles":
			base.Profiles = strings.FieldsFunc(s.value.Value, func(r rune) bool { return strings.ContainsRune(" ,|&", r) })
		}
	}
	claims := springManual.named(settings, base)
	for i, c := range claims {
		if profile, rest, found := strings.Cut(c.Key, "."); found && strings.HasPrefix(profile, "%") && rest != "" {
			claims[i].Profiles = slices.Clone(strings.Split(strings.Trim(profile, `%"`), ","))
		}
	}
	return claims
}
