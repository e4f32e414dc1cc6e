package check

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

// exposedPort: a bind that takes every address, so that other machines reach it. That is a warning for what
// trusts whoever reaches it (data stores, brokers, admin consoles, debuggers, remote shells), and a hint for the
// rest, as some want their web server seen.
var exposedPort = rule{
	code:     "exposed-port",
	severity: Hint,
	judge:    judgeExposed,
	fixes: func(_ *World, f Finding, _ Free) []Fix {
		narrow := f.Place.Claim.Narrow
		if narrow == nil {
			return nil
		}
		return []Fix{{
			Title:     "Bind to 127.0.0.1, so that only this machine reaches it",
			Edits:     map[string][]Edit{f.Place.Path: {{Edit: *narrow}}},
			Preferred: f.Severity >= Warning,
		}}
	},
}

func judgeExposed(_ *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Bind || c.Scope != claim.Host || !c.Valid() || c.Host == "" && c.Default == "" || !c.Reach().Exposed() {
		return nil
	}
	if daemon, ok := Sensitive(c); ok {
		return &Finding{
			Severity: Warning,
			Message:  fmt.Sprintf("%s is bound on every address: other machines can reach %s, %s", Spell(c.Endpoint), daemon.Name, indefinite(daemon.Kind.String())),
		}
	}
	return &Finding{Message: fmt.Sprintf("%s is bound on every address: other machines may reach it", Spell(c.Endpoint))}
}

// Sensitive returns the daemon behind a claim when it is one that must not be open, going by the port and by what
// the file calls the program together: one of them alone may be a coincidence.
func Sensitive(c claim.Claim) (registry.Daemon, bool) {
	port := c.Target
	if port == 0 {
		port = c.Port
	}
	daemon, ok := registry.Sensitive(port)
	return daemon, ok && (named(daemon, image(c.About)) || named(daemon, c.Group) || named(daemon, c.Key))
}

// image returns the last part of an image's name, which says what runs: postgres for library/postgres:17@sha256:….
func image(about string) string {
	name, _, _ := strings.Cut(about, "@")
	name = path.Base(name)
	name, _, _ = strings.Cut(name, ":")
	return name
}

// named reports whether a text has one of the daemon's words: as a word, or, where it is long enough to be no
// coincidence, within one.
func named(d registry.Daemon, text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.ContainsFunc(d.Words, func(name string) bool {
		return slices.ContainsFunc(words, func(word string) bool {
			return word == name || len(name) >= 4 && strings.Contains(word, name)
		})
	})
}
