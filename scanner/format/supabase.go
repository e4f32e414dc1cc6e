package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The services of a local Supabase (supabase.com/docs/guides/local-development/cli/config), which start together in
// containers and are published on all addresses.
var _ = register(format{
	name:  "supabase",
	files: []string{"supabase/config.toml", "config.toml"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Name), "supabase/config.toml") || strings.Contains(f.Text, "[studio]") && strings.Contains(f.Text, "[db]")
	},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "supabase")
		base.Together = "supabase"
		root := syntax.TOML(f.Text)
		base.Servers = []string{"supabase_*" + root.Get("project_id").Value().Value}
		return manual{
			{at: "auth.**.port **.smtp.port", role: claim.Connect, host: ".host"},
			{at: "api.port db.port db.shadowPort db.pooler.port studio.port inbucket.port inbucket.smtpPort inbucket.pop3Port " +
				"analytics.port analytics.vectorPort edgeRuntime.inspectorPort local_smtp.port", otherwise: "*"},
		}.read(base, root)
	},
})
