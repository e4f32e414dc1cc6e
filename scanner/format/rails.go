package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The settings of a Rails application (guides.rubyonrails.org/configuring.html): what it connects to, under config.
var _ = register(format{
	name: "rails",
	files: []string{
		"config/environments/*.rb", "config/initializers/*.rb", "config/application.rb", "config/environment.rb",
		"config/database*.yml", "database.yml", "config/cable.yml", "config/redis*.yml", "config/mongoid.yml", "config/storage.yml",
		"config/elasticsearch.yml", "config/settings.yml", "config/settings/*.yml", "config/application.yml.*", "database.yml.*", "database.*.yml",
	},
	scan: scanRails,
})

func scanRails(f File) []claim.Claim {
	base := serverBase(f, "")
	if hasEnding(f, ".rb") {
		var p programSettings
		p.walk(syntax.Code(f.Text, syntax.Ruby), "", 0)
		return allGoing(manual{}.named(append(p.named, p.written...), base))
	}
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		if inFolder(f, "config/settings") || strings.EqualFold(f.Base(), "settings.yml") { // the application's own, of which it may serve some
			settings := embedded(root)
			claims = slices.Concat(claims, namedPorts(settings, base), writtenAddresses(settings, base))
			continue
		}
		claims = append(claims, manual{
			{at: "**.port **.sourcePort", role: claim.Connect, host: ".host .hostname"},
		}.claims(embedded(root), base)...)
	}
	return claims
}
