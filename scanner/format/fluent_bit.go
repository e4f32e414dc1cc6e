package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Fluent Bit (docs.fluentbit.io, "Configuration", the classic form and YAML). Of the inputs some listen, and one of the
// outputs does; the others go somewhere.
var _ = register(format{
	name: "fluent-bit",
	files: []string{
		"fluent-bit*.conf", "fluent-bit*.conf.*", "fluentbit*.conf", "fluent-bit/*.conf", "fluentbit/*.conf", "fluent-bit*.yml", "fluent-bit*.yaml",
		"fluentbit*.yml", "fluentbit*.yaml", "*.conf", "*.yml", "*.yaml",
	},
	servers: []string{"fluent-bit"},
	is: func(f File) bool {
		if isYAML(f) {
			return topKeys(f.Text, "pipeline") && fluentBitPipeline.MatchString(f.Text)
		}
		return fluentBitSection.MatchString(f.Text) && fluentBitName.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		if isYAML(f) {
			for _, root := range syntax.YAML(f.Text) {
				for _, s := range sectionsBelow(root, "", nil) {
					s.kind = strings.TrimSuffix(s.kind, "s")
					claims = append(claims, fluentBitClaims(s, serverBase(f, "fluent-bit"))...)
				}
			}
			return claims
		}
		for _, s := range headed(f.Text) {
			claims = append(claims, fluentBitClaims(s, serverBase(f, "fluent-bit"))...)
		}
		return claims
	},
})

var (
	fluentBitSection  = regexp.MustCompile(`(?mi)^[ \t]*\[(input|output|filter)\][ \t\r]*$`)
	fluentBitName     = regexp.MustCompile(`(?mi)^[ \t]*name[ \t]+[\w-]+[ \t\r]*$`)
	fluentBitPipeline = regexp.MustCompile(`(?m)^[ \t]+(inputs|outputs):[ \t\r]*$`)
)

// fluentBitServers are the inputs that others send to, by their names; each takes all addresses unless it is told one.
var fluentBitServers = words("forward http tcp udp syslog opentelemetry splunk elasticsearch prometheus_remote_write statsd mqtt collectd")

// fluentBitDatagrams are those that take datagrams.
var fluentBitDatagrams = words("udp statsd collectd")

func fluentBitClaims(s *section, base claim.Claim) []claim.Claim {
	name := strings.ToLower(s.get("name").Value)
	for i := range s.settings {
		s.settings[i].key = syntax.Join(s.kind, s.settings[i].name)
	}
	switch s.kind {
	case "service":
		base.Unsure = !strings.EqualFold(s.get("http_server").Value, "on") && !strings.EqualFold(s.get("http_server").Value, "true")
		return manual{{at: "service.http_port", host: ".http_listen", otherwise: "0.0.0.0"}}.claims(s.settings, base)
	case "input":
		listens := fluentBitServers[name] || s.get("listen").Value != ""
		if !listens && s.get("host").Value != "" {
			return s.goer("").claims(s.settings, base)
		}
		protocol := claim.TCP
		if fluentBitDatagrams[name] || name == "syslog" && strings.EqualFold(s.get("mode").Value, "udp") {
			protocol = claim.UDP
		}
		base.Unsure = !listens
		return s.listener("listen host", "0.0.0.0", protocol).claims(s.settings, base)
	case "output":
		if name == "prometheus_exporter" {
			return s.listener("host", "0.0.0.0", claim.TCP).claims(s.settings, base)
		}
		return s.goer("127.0.0.1").claims(s.settings, base)
	}
	return manual{}.claims(s.settings, base)
}
