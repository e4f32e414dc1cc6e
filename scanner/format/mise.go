package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The tasks and the environment of mise (mise.jdx.dev/configuration). Its variables are those of every shell in
// the folder, so that other files' references to them mean these. A table counts as one of tasks unless it is
// known to be another, so that one whose header is being typed is read as well. Those that a task depends on run beside
// each other.
var _ = register(format{
	name: "mise",
	files: []string{
		"mise.toml", ".mise.toml", "mise.*.toml", ".mise.*.toml", "mise/config.toml", ".mise/config.toml", ".config/mise.toml", ".config/mise/*.toml",
		".rtx.toml",
	},
	scan: scanMise,
})

// miseTables are the tables that hold no tasks, miseSettings those settings of a task that are no commands.
var (
	miseTables   = words("tools tool_alias alias settings plugins hooks watch_files task_config monorepo_root min_version redactions")
	miseSettings = words("alias dir shell sources outputs usage file depends depends_post wait_for confirm tools hide raw quiet silent interactive timeout")
)

func scanMise(f File) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(syntax.TOML(f.Text)) {
		if !miseTables[p.Key] {
			claims = append(claims, miseTable(p.Value, p.Key, claim.Claim{})...)
			for _, task := range entries(p.Value) {
				base := claim.Claim{Key: syntax.Join(p.Key, task.Key), Group: task.Key}
				claims = append(claims, sideBySide(f, task.Value.Get("depends"), "", base)...)
			}
		}
	}
	return claims
}

// miseTable reads a table of tasks or of variables, whose names are in capitals.
func miseTable(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	var variables []setting
	for _, p := range entries(n) {
		at := syntax.Join(key, p.Key)
		value := p.Value.Resolved()
		inner := base
		inner.Key = at
		switch {
		case value == nil || miseSettings[p.Key] || nameOf(p.Key).has(proseNames):
		case value.Kind == syntax.Scalar && inCapitals(p.Key):
			variables = append(variables, setting{p.Key, at, value.Value().Interpolate()})
		case value.Kind == syntax.Mapping:
			if inner.Group == "" {
				inner.Group = p.Key
			}
			claims = append(claims, miseTable(value, at, inner)...)
		default:
			for _, line := range append([]syntax.Text{value.Value().Interpolate()}, texts(value)...) {
				claims = append(claims, lineClaims(line, inner)...)
			}
		}
	}
	set := settingClaims(variables, base)
	for i, c := range set {
		if key == "env" && c.Span == c.Digits && c.Role == claim.Bind {
			set[i].Assigns = settingName(c.Key)
		}
	}
	return append(claims, set...)
}

// inCapitals reports whether a name is written as environment variables are.
func inCapitals(name string) bool { return name != "" && name == strings.ToUpper(name) }
