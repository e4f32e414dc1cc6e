package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A manual is what the documentation of a program says of its settings: which of them say where it listens, and
// which where it goes. Of the entries that fit a setting the first one counts. A setting that none fits is read
// as in any file: only what is written out as an endpoint counts.
type manual []entry

// An entry says what some settings are for.
type entry struct {
	// at are the paths of the settings, separated by blanks. In a name * is any text, and ** is any number of
	// names, none included. Case, dashes and underscores do not matter: socket_address is
	// also socketAddress.
	at string
	// role is what the program does at the endpoint.
	role claim.Role
	// host are the paths of the settings that may have the host of a port alone, in the order in which they
	// count. One that begins with a dot is in the same mapping, and a mapping further out for each further dot.
	host string
	// otherwise is the host that the program takes where none is written.
	otherwise string
	protocol  claim.Protocol
	// scope is whose port space it is, for what is not on this machine.
	scope claim.Scope
	// anyOf is set where of a range only one port is taken.
	anyOf bool
	// skip is set for settings that are no endpoints even if they look like ones.
	skip bool
}

// read returns the claims of the settings below nodes.
func (m manual) read(base claim.Claim, roots ...*syntax.Node) []claim.Claim {
	var claims []claim.Claim
	for _, root := range roots {
		claims = append(claims, m.claims(settingsBelow(root), base)...)
	}
	return claims
}

// settingsBelow returns every scalar below a node as a setting with its path.
func settingsBelow(root *syntax.Node) []setting {
	var settings []setting
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind == syntax.Scalar {
			settings = append(settings, setting{settingName(key), key, n.Value().Interpolate()})
		}
		return true
	})
	return settings
}

// claims returns the claims of settings that are all of a program.
func (m manual) claims(settings []setting, base claim.Claim) []claim.Claim {
	hosts := make(map[string]syntax.Text, len(settings))
	for _, s := range settings {
		hosts[canonical(s.key)] = s.value
	}
	var claims []claim.Claim
	for _, s := range settings {
		base := base
		base.Key = s.key
		key := canonical(s.key)
		e := m.entry(key)
		switch {
		case e == nil:
			claims = append(claims, writtenLines(s, base)...)
		case !e.skip:
			claims = append(claims, e.claims(s.value, key, hosts, base)...)
		}
	}
	switchedOff(claims, settings)
	return claims
}

// writtenLines returns the claims of the endpoints that are written out in a setting that is of unknown meaning,
// a line at a time, as a text of several lines is most often a file of its own, and without its comments.
func writtenLines(s setting, base claim.Claim) []claim.Claim {
	n := nameOf(s.name)
	if n.has(proseNames) || !strings.Contains(s.value.Value, ":") {
		return nil
	}
	path := nameOf(withoutIndexes(s.key))
	var claims []claim.Claim
	for _, line := range s.value.Split("\n") {
		if line = line.Trim(); !strings.HasPrefix(line.Value, "#") && !strings.HasPrefix(line.Value, "//") {
			for _, c := range addressClaims(line, n, base) {
				claims = append(claims, path.told(c, n, line))
			}
		}
	}
	return claims
}

// entry returns the first entry that fits a canonical path, nil where none does.
func (m manual) entry(key string) *entry {
	key = withoutIndexes(key)
	if strings.Count(key, ".") > maxNames {
		return nil
	}
	for i := range m {
		for pattern := range strings.FieldsSeq(m[i].at) {
			if fits(pattern, key) {
				return &m[i]
			}
		}
	}
	return nil
}

// claims returns the claims of a setting that the entry fits.
func (e *entry) claims(value syntax.Text, key string, hosts map[string]syntax.Text, base claim.Claim) []claim.Claim {
	base.Role, base.Protocol, base.Default = e.role, e.protocol, e.otherwise
	if e.scope != claim.Host {
		base.Scope = e.scope
	}
	e.hosted(&base, key, hosts)
	claims := listClaims(value, base)
	for i := range claims {
		claims[i].AnyOf = e.anyOf && claims[i].Port != claims[i].EndPort
	}
	return claims
}

// serverBase returns what all claims of a program's configuration have in common.
func serverBase(f File, program string) claim.Claim {
	c := claim.Claim{About: program}
	if isSample(f) {
		c.Scope = claim.Sample
	}
	return c
}

// topKeys reports whether one of the names is written at the top of a text of YAML, followed by a colon.
func topKeys(text string, names ...string) bool {
	for _, name := range names {
		if strings.HasPrefix(text, name+":") || strings.Contains(text, "\n"+name+":") {
			return true
		}
	}
	return false
}
