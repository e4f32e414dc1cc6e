package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// commandNames are the last words of the settings that hold a command, or several, whatever the program.
var commandNames = words("cmd cmds command commands entrypoint exec run script scripts shell")

// namedCommands returns the claims of the commands in settings that are named for them, of programs that nobody here
// knows: a line for the shell, a list of lines, or a list of words.
func namedCommands(root *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind != syntax.Mapping {
			return true
		}
		for _, p := range entries(n) {
			value := p.Value.Resolved()
			names := nameOf(p.Key)
			if value == nil || !commandNames[names.last()] || names.has(proseNames) {
				continue
			}
			base := insideOf(key, base)
			base.Key = under(key, p.Key)
			switch {
			case value.Kind == syntax.Mapping: // scripts by their names
				for _, script := range entries(value) {
					line := base
					line.Key = syntax.Join(base.Key, script.Key)
					claims = append(claims, lineClaims(script.Value.Value().Interpolate(), line)...)
				}
			case value.Kind == syntax.Sequence && isWords(value):
				claims = append(claims, commandClaims(value, nil, base)...)
			case value.Kind == syntax.Sequence:
				for i, line := range texts(value) {
					item := base
					item.Key = index(base.Key, i)
					claims = append(claims, lineClaims(line, item)...)
				}
			default:
				claims = append(claims, commandClaims(value, n.Get("args"), base)...)
			}
		}
		return true
	})
	return claims
}

// isWords reports whether a list is the words of one command rather than several commands.
func isWords(list *syntax.Node) bool {
	for _, t := range texts(list) {
		if strings.HasPrefix(t.Value, "-") || t.Value == "CMD" || t.Value == "CMD-SHELL" {
			return true
		}
	}
	return false
}

// namedValues returns the claims of environment variables that are written as a name and a value, or a name with a value
// below it: {name: PORT, value: 3000}, PORT: {value: 3000}.
func namedValues(root *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	root.Walk(func(key string, n *syntax.Node) bool {
		var settings []setting
		for i, item := range items(n) {
			name, value := item.Get("name").Value().Value, item.Get("value")
			if value != nil && inCapitals(name) {
				settings = append(settings, setting{name, index(key, i) + ".value", value.Value().Interpolate()})
			}
		}
		for _, p := range entries(n) {
			if value := p.Value.Get("value"); value != nil && inCapitals(p.Key) {
				settings = append(settings, setting{p.Key, syntax.Join(under(key, p.Key), "value"), value.Value().Interpolate()})
			}
		}
		for _, c := range settingClaims(settings, insideOf(key, base)) {
			if c.Span == c.Digits { // what is written out as an endpoint is read as any other
				claims = append(claims, c)
			}
		}
		return true
	})
	return claims
}

// insideOf returns base for what is at a path: inside a container where the path says so.
func insideOf(key string, base claim.Claim) claim.Claim {
	if base.Scope == claim.Host && nameOf(withoutIndexes(key)).has(containerWords) {
		base.Scope = claim.Container
	}
	return base
}

var containerWords = words("container containers pod pods")

// outsideWords are words for the half of a mapping that is outside of the container.
var outsideWords = words("exposed external host hostport public published")
