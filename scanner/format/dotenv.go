package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Files of environment variables, in what docker, dotenv and direnv have in common: NAME=value, an export in
// front, quotes, comments.
var _ = register(format{
	name: "dotenv",
	files: []string{
		".env", ".env.*", ".env-*", ".env_*", "*.env", "*.env.*", ".envrc", ".flaskenv", "env.example", "env.sample",
		"env.template", "env.dist", "env.local", "env.development", "env.production", "env.test", "dotenv.*", ".envs/*/.*",
	},
	is:   isDotenv,
	scan: scanDotenv,
})

// isDotenv tells .env.local from the program code in env.ts and the like.
func isDotenv(f File) bool {
	switch path.Ext(strings.ToLower(f.Base())) {
	case ".ts", ".js", ".mjs", ".cjs", ".json", ".yml", ".yaml", ".toml", ".py", ".go", ".rs", ".md", ".vault":
		return false
	}
	return true
}

func scanDotenv(f File) []claim.Claim {
	base := claim.Claim{Layer: envLayers[f.Base()]}
	if isSample(f) {
		base.Scope = claim.Sample
	}
	var settings []setting
	for line := range linesOf(f.Text) {
		if s, ok := variable(line); ok {
			settings = append(settings, s)
		}
	}
	claims := settingClaims(settings, base)
	if f.Base() == ".env" { // the one that others read by default: Compose for ${NAME}, and shells and servers through it
		for i, c := range claims {
			if c.Span == c.Digits {
				claims[i].Assigns = c.Key
			}
		}
		claims = append(claims, latent(settings, claims, base)...)
	}
	return claims
}

// latent returns notes on the settings that are numbers and nothing else, and ports where another file says so.
func latent(settings []setting, claims []claim.Claim, base claim.Claim) []claim.Claim {
	told := map[string]bool{}
	for _, c := range claims {
		told[c.Key] = true
	}
	var notes []claim.Claim
	for _, s := range settings {
		number := s.value.Trim()
		e, ok := wholePort(number)
		if !ok || number.Hole(0) != nil || told[s.key] {
			continue
		}
		c := base
		c.Endpoint, c.Key, c.Assigns, c.Latent = e, s.key, s.name, true
		c.Span = number.Span(0, len(number.Value))
		c.Digits = claim.Span{Start: c.Span.Start, End: c.Span.Start}
		notes = append(notes, c)
	}
	return notes
}

// envLayers are the files of environment variables that a server under development reads, each over those below it
// (vite.dev/guide/env-and-mode, nextjs.org/docs/pages/guides/environment-variables, github.com/bkeepers/dotenv).
var envLayers = map[string]int{".env": 1, ".env.development": 2, ".env.local": 3, ".env.development.local": 4}

// variable reads a line NAME=value.
func variable(line syntax.Text) (setting, bool) {
	line = line.Trim()
	if rest, found := strings.CutPrefix(line.Value, "export "); found {
		line = line.Slice(len(line.Value)-len(rest), len(line.Value)).Trim()
	}
	name, value, found := line.Cut('=')
	name = name.Trim()
	if !found || name.Value == "" || strings.ContainsAny(name.Value, "# \t\"'") {
		return setting{}, false
	}
	return setting{name.Value, name.Value, unquoted(value.Trim()).Interpolate().Trim()}, true
}

// unquoted returns a value without the quotes around it or the comment behind it.
func unquoted(value syntax.Text) syntax.Text {
	if value.Value == "" {
		return value
	}
	if q := value.Value[0]; q == '"' || q == '\'' || q == '`' {
		if n := strings.IndexByte(value.Value[1:], q); n >= 0 {
			return value.Slice(1, 1+n)
		}
		return value.Slice(1, len(value.Value))
	}
	if value.Value[0] == '#' {
		return value.Slice(0, 0)
	}
	for _, mark := range []string{" #", "\t#"} {
		if n := strings.Index(value.Value, mark); n >= 0 {
			value = value.Slice(0, n)
		}
	}
	return value.Trim()
}

// isSample reports whether a file is a template or an example by its name, which nothing reads as it is.
func isSample(f File) bool {
	for _, word := range strings.FieldsFunc(strings.ToLower(f.Base()), func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		switch word {
		case "example", "examples", "sample", "template", "tmpl", "tpl", "dist", "j2", "jinja", "jinja2", "erb", "tftpl", "gotmpl":
			return true
		}
	}
	return false
}
