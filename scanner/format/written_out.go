package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// endpointsBelow returns the claims of the endpoints that are written out anywhere below a node, whose path is
// key: what a format says of settings that it knows nothing of.
func endpointsBelow(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	n.Walk(func(path string, n *syntax.Node) bool {
		if n.Kind != syntax.Scalar || !strings.Contains(n.Text, ":") {
			return true
		}
		base := base
		base.Key = under(key, path)
		names := nameOf(settingName(base.Key))
		if names.has(proseNames) {
			return true
		}
		claims = append(claims, textClaims(n.Value(), names, base)...)
		return true
	})
	return claims
}

// textClaims returns the claims of the endpoints in a setting of that name, whose text may be a file in a file.
func textClaims(value syntax.Text, n name, base claim.Claim) []claim.Claim {
	if !strings.Contains(value.Value, "\n") {
		return addressClaims(value.Interpolate(), n, base)
	}
	var claims []claim.Claim
	for _, line := range value.Split("\n") {
		if s, ok := lineSetting(line); ok {
			claims = append(claims, addressClaims(s.value.Interpolate(), nameOf(settingName(s.name)), base)...)
		}
	}
	return claims
}

// entries returns the pairs of a mapping in the order of the file and those that are merged into it. Other than
// [pairs] it has both of a name that comes twice, as one does whose line has lost its colon.
func entries(n *syntax.Node) []syntax.Pair {
	n = n.Resolved()
	if n == nil {
		return nil
	}
	var all []syntax.Pair
	names := map[string]bool{}
	for _, p := range n.Pairs {
		if names[p.Key] = true; p.Key != "<<" {
			all = append(all, p)
		}
	}
	if !names["<<"] {
		return all
	}
	for _, p := range pairs(n) {
		if !names[p.Key] {
			all = append(all, p)
		}
	}
	return all
}

// under returns the path of what is at path below key.
func under(key, path string) string {
	if key == "" || path == "" || strings.HasPrefix(path, "[") {
		return key + path
	}
	return key + "." + path
}

// numberClaim returns the claim of a node that is a port, a range or a variable and nothing else; false for any
// other, for none, and for 0.
func numberClaim(n *syntax.Node, key string, base claim.Claim) (claim.Claim, bool) {
	value := templateDefault(n.Value().Interpolate().Trim())
	e, ok := wholePort(value)
	if !ok {
		return claim.Claim{}, false
	}
	c := base
	c.Key, c.Port, c.EndPort = key, e.Port, e.EndPort
	place(&c, value, 0, len(value.Value), 0, len(value.Value))
	return c, true
}

// commandClaims reads a command that is a line for the shell, a list of words, or both a program and the list of
// its arguments.
func commandClaims(program, arguments *syntax.Node, base claim.Claim) []claim.Claim {
	words := texts(program)
	if line := program.Value().Interpolate(); line.Value != "" {
		if len(items(arguments)) == 0 {
			return lineClaims(line, base)
		}
		words = []syntax.Text{line}
		if commands := syntax.Commands(line); len(commands) == 1 && len(commands[0].Sets) == 0 {
			words = commands[0].Words
		}
	}
	if words = append(words, texts(arguments)...); len(words) == 0 {
		return nil
	}
	return wordClaims(syntax.Command{Words: words}, base)
}
