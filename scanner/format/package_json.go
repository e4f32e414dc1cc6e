package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The npm manifest (docs.npmjs.com, "package.json"): its scripts, config and proxy.
var _ = register(format{
	name:  "package.json",
	files: []string{"package.json"},
	scan:  scanPackageJSON,
})

func scanPackageJSON(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	var claims []claim.Claim
	for _, p := range pairs(root.Get("scripts")) {
		claims = append(claims, lineClaims(p.Value.Value().Interpolate(), claim.Claim{
			Key:   syntax.Join("scripts", p.Key),
			Group: p.Key,
			Head:  p.KeySpan,
		})...)
		base := claim.Claim{Key: syntax.Join("scripts", p.Key), Group: p.Key}
		// npm runs it before (docs.npmjs.com/cli/using-npm/scripts), and so do pnpm and Yarn 1
		before := root.At("scripts", "pre"+p.Key).Value()
		claims = append(claims, starting(f, p.Value.Value(), ".", base, before)...)
	}
	claims = append(claims, settingClaims(settingsOf(root.Get("config"), "config"), claim.Claim{})...)
	// create-react-app's development server passes on to it what it does not know
	claims = append(claims, settingClaims([]setting{{"proxy", "proxy", root.Get("proxy").Value()}}, claim.Claim{})...)
	members := root.Get("workspaces")
	if packages := members.Get("packages"); packages != nil {
		members = packages
	}
	claims = append(claims, workspaceMembers(members, "workspaces")...)
	for i := range claims {
		claims[i].Package = root.Get("name").Value().Value
	}
	return claims
}

// workspaceMembers returns the open claim which says what packages are in a workspace.
func workspaceMembers(n *syntax.Node, key string) []claim.Claim {
	folders := scalars(n)
	if len(folders) == 0 {
		return nil
	}
	return []claim.Claim{noteAt(n.Span.Start, claim.Claim{Key: key, Members: folders})}
}
