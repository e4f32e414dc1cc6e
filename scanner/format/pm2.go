package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The applications that pm2 starts together (pm2.keymetrics.io/docs/usage/application-declaration): their variables,
// whose names are in capitals, and their arguments. The instances of one share its port, and its environments are
// alternatives.
var _ = register(format{
	name: "pm2",
	files: []string{
		"ecosystem.config.js", "ecosystem.config.cjs", "ecosystem.config.mjs", "ecosystem*.js", "ecosystem*.cjs", "ecosystem*.json",
		"ecosystem*.yml", "ecosystem*.yaml", "pm2.json", "pm2.*.json", "pm2.yml", "pm2.yaml", "pm2.config.js", "pm2.config.cjs", "*.pm2.json", "processes.json",
	},
	is:   func(f File) bool { return strings.Contains(f.Text, "apps") || strings.Contains(f.Text, "script") },
	scan: scanPM2,
})

func scanPM2(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range pm2Roots(f) {
		claims = append(claims, pm2Settings(root, "", claim.Claim{Together: f.Base()})...)
	}
	return claims
}

func pm2Roots(f File) []*syntax.Node {
	if isYAML(f) || hasEnding(f, ".json") {
		return documents(f)
	}
	return []*syntax.Node{syntax.Code(f.Text, syntax.JavaScript)}
}

// pm2Settings reads the applications anywhere below a node.
func pm2Settings(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	if n == nil || n.Alias != nil {
		return nil
	}
	if name := n.Get("name").Result().Value; name != "" {
		base.Group = name
	}
	var claims []claim.Claim
	var variables []setting
	words := resultWords(n.Get("script"))
	for _, p := range n.Pairs {
		base := base
		base.Key = syntax.Join(key, p.Key)
		if environment, found := strings.CutPrefix(p.Key, "env_"); found {
			base.Profiles = []string{environment}
		}
		switch {
		case inCapitals(p.Key):
			variables = append(variables, setting{p.Key, base.Key, p.Value.Result().Interpolate()})
		case p.Key == "port" && n.Get("host") == nil:
			if c, ok := resultPort(p.Value, base); ok {
				claims = append(claims, c)
			}
		case p.Key == "node_args" || p.Key == "interpreter_args" || p.Key == "interpreterArgs":
			claims = append(claims, wordClaims(syntax.Command{Words: append([]syntax.Text{}, resultWords(p.Value)...)}, base)...)
		case p.Key == "script":
			words = resultWords(p.Value)
		case p.Key == "args":
			claims = append(claims, wordClaims(syntax.Command{Words: append(words, resultWords(p.Value)...)}, base)...)
		case p.Key != "deploy":
			claims = append(claims, pm2Settings(p.Value, base.Key, base)...)
		}
	}
	for i, item := range n.Items {
		claims = append(claims, pm2Settings(item, index(key, i), base)...)
	}
	for _, c := range settingClaims(variables, base) {
		c.Unsure = c.Unsure || c.Role == claim.Bind && isWorker(c.Group)
		claims = append(claims, c)
	}
	return claims
}

// resultPort returns the claim of a port in a program.
func resultPort(n *syntax.Node, base claim.Claim) (claim.Claim, bool) {
	value := n.Result().Trim()
	e, ok := wholePort(value)
	if !ok {
		return claim.Claim{}, false
	}
	base.Port, base.EndPort = e.Port, e.EndPort
	place(&base, value, 0, len(value.Value), 0, len(value.Value))
	return base, true
}

// resultWords returns the words of a list in a program, or of a line.
func resultWords(n *syntax.Node) []syntax.Text {
	words := results(n)
	for _, c := range syntax.Commands(n.Result().Interpolate()) {
		words = append(append(words, c.Sets...), c.Words...)
	}
	return words
}
