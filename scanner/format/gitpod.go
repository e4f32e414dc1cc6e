package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Gitpod's workspaces (gitpod.io/docs/references/gitpod-yml): what they open and what they start. They are another
// machine's, which is made for the file, so nothing of it is compared with this one.
var _ = register(format{
	name:  "gitpod",
	files: []string{".gitpod.yml", ".gitpod.yaml"},
	scan:  scanGitpod,
})

func scanGitpod(f File) []claim.Claim {
	base := claim.Claim{Scope: claim.CI}
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		for i, item := range items(root.Get("ports")) {
			if c, ok := numberClaim(item.Get("port"), index("ports", i)+".port", base); ok {
				claims = append(claims, c)
			}
		}
		for i, task := range items(root.Get("tasks")) {
			key := index("tasks", i)
			base := base
			base.Group, base.Together = task.Get("name").Value().Value, "gitpod"
			claims = append(claims, settingClaims(settingsOf(task.Get("env"), key+".env"), base)...)
			for _, p := range entries(task) {
				switch p.Key {
				case "before", "init", "prebuild", "command":
					base.Key = syntax.Join(key, p.Key)
					claims = append(claims, lineClaims(p.Value.Value().Interpolate(), base)...)
				}
			}
		}
	}
	return claims
}
