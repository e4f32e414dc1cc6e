package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// hosted sets the host of a claim to the one that another setting has, and the edit that narrows it.
func (e *entry) hosted(c *claim.Claim, key string, hosts map[string]syntax.Text) {
	for at := range strings.FieldsSeq(e.host) {
		at = pathFrom(key, canonical(at))
		value, found := hosts[at]
		if !found {
			value, found = hosts[at+"[0]"]
		}
		if !found || unquoted(value.Trim()).Value == "" {
			continue
		}
		if all := literals(value); len(all) > 0 && e.role == claim.Connect { // the host of a URL
			c.Host = all[0].Host
			return
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
