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
	return claims
}

// writtenLines returns the claims of the endpoints that are written out in a setting that is of unknown meaning,
// a line at a time, as a text of several lines is most often a file of its own, and without its comments.
func writtenLines(s setting, base claim.Claim) []claim.Claim {
	n := nameOf(s.name)
	if n.has(proseNames) || !strings.Contains(s.value.Value, ":") {
		return nil
	}
	var claims []claim.Claim
	for _, line := range s.value.Split("\n") {
		if line = line.Trim(); !strings.HasPrefix(line.Value, "#") && !strings.HasPrefix(line.Value, "//") {
			claims = append(claims, addressClaims(line, n, base)...)
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

// maxNames bounds how many names the paths have that a manual knows, far more than any has.
const maxNames = 64

// fits reports whether a pattern is one of a path.
func fits(pattern, key string) bool {
	for pattern != "" {
		var p, k string
		p, pattern, _ = strings.Cut(pattern, ".")
		if p == "**" {
			for {
				if fits(pattern, key) {
					return true
				}
				if key == "" {
					return false
				}
				_, key, _ = strings.Cut(key, ".")
			}
		}
		if key == "" {
			return false
		}
		if k, key, _ = strings.Cut(key, "."); !fitsName(p, k) {
			return false
		}
	}
	return key == ""
}

// fitsName reports whether a pattern without dots is one of a canonical name.
func fitsName(pattern, name string) bool {
	for i := range len(pattern) {
		switch c := pattern[i]; {
		case c == '*':
			for from := range len(name) + 1 {
				if fitsName(pattern[i+1:], name[from:]) {
					return true
				}
			}
			return false
		case c == '-' || c == '_':
		case name == "":
			return false
		default:
			if upper(c) {
				c |= 0x20
			}
			if c != name[0] {
				return false
			}
			name = name[1:]
		}
	}
	return name == ""
}

// canonical returns a path in the form in which paths are compared.
func canonical(key string) string {
	return unmarked.Replace(strings.ToLower(key))
}

var unmarked = strings.NewReplacer("-", "", "_", "")

// withoutIndexes returns a path without the places in sequences and without what OpenTelemetry puts behind a
// slash to tell two of a kind apart.
func withoutIndexes(key string) string {
	if !strings.ContainsAny(key, "[/") {
		return key
	}
	var b strings.Builder
	skip := false
	for i := range len(key) {
		switch c := key[i]; c {
		case '[', '/':
			skip = true
		case '.':
			skip = false
			b.WriteByte(c)
		default:
			if !skip {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
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

// hosted sets the host of a claim to the one that another setting has, and the edit that narrows it.
func (e *entry) hosted(c *claim.Claim, key string, hosts map[string]syntax.Text) {
	for _, at := range strings.Fields(e.host) {
		at = pathFrom(key, canonical(at))
		value, found := hosts[at]
		if !found {
			value, found = hosts[at+"[0]"]
		}
		if !found || unquoted(value.Trim()).Value == "" {
			continue
		}
		if host, ok := listenHostOf(value); ok {
			if c.Host = host.Value; wildcard(host.Value) && c.Role == claim.Bind {
				c.Narrow = &claim.Edit{Span: host.Span(0, len(host.Value)), New: loopbackFor(host.Value)}
			}
		} else {
			c.Default = ""
		}
		return
	}
}

// pathFrom returns the path that an entry's host is at, for a setting at key.
func pathFrom(key, at string) string {
	rest := strings.TrimLeft(at, ".")
	if rest == at {
		return at
	}
	for range len(at) - len(rest) {
		if i := strings.LastIndexByte(key, '.'); i >= 0 {
			key = key[:i]
		} else {
			key = ""
		}
	}
	return syntax.Join(key, rest)
}

// loopbackFor returns the loopback address of a wildcard's family.
func loopbackFor(wildcard string) string {
	if wildcard == "::" {
		return "::1"
	}
	return "127.0.0.1"
}

// listenHostOf returns the host in the value of a setting that may list several: a wildcard if it is among them,
// or the first. It is false where the value is a variable, a path or nothing.
func listenHostOf(value syntax.Text) (syntax.Text, bool) {
	var host syntax.Text
	for _, part := range unquoted(value.Trim()).Split(", \t\r\n") {
		part = unquoted(part)
		if strings.HasPrefix(part.Value, "-") { // redis: let it be missing
			part = part.Slice(1, len(part.Value))
		}
		name, ok := hostName(part.Value)
		if !ok || name == "" || name == "null" || name == "true" || name == "false" || strings.ContainsRune(name, 0) || name[0] == '_' { // Elasticsearch's _local_
			continue
		}
		if len(name) < len(part.Value) {
			part = part.Slice(1, 1+len(name))
		}
		if wildcard(name) {
			return part, true
		}
		if host.Value == "" {
			host = part
		}
	}
	return host, host.Value != ""
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
