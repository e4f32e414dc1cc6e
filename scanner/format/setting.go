package format

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A setting is a value with a name, such as an environment variable. Settings of one place are read together:
// the host of DB_PORT is in DB_HOST.
type setting struct {
	name  string
	key   string // the path of the setting in its file
	value syntax.Text
}

// settingClaims returns the claims of settings that stand together. Each is base with the setting's key, and
// with the role that the setting's name and value tell.
func settingClaims(all []setting, base claim.Claim) []claim.Claim {
	values := make(map[string]string, len(all))
	for _, s := range all {
		values[strings.ToUpper(s.name)] = strings.TrimSpace(s.value.Value)
	}
	var claims []claim.Claim
	for _, s := range all {
		base := base
		base.Key = s.key
		n := nameOf(s.name)
		if c, ok := barePort(s, n, values, base); ok {
			claims = append(claims, c)
			continue
		}
		if n.port() && mapping.MatchString(s.value.Value) { // WEB_PORT=8080:80
			claims = append(claims, mappingClaims(s.value, base)...)
			continue
		}
		if n.ensemble() {
			claims = append(claims, ensembleClaims(s.value, base)...)
			continue
		}
		if n.command() {
			if inner := lineClaims(s.value, base); len(inner) > 0 {
				claims = append(claims, inner...)
				continue
			}
		}
		claims = append(claims, addressClaims(s.value, n, base)...)
	}
	return claims
}

// addressClaims returns the claims of the endpoints in the value of a name.
func addressClaims(value syntax.Text, n name, base claim.Claim) []claim.Claim {
	if c, ok := bareAddress(value, n, base); ok {
		return []claim.Claim{c}
	}
	if strings.ContainsAny(value.Value, "=;") {
		for _, read := range []func(syntax.Text, claim.Claim) (claim.Claim, bool){connectionString, fieldString, keywordString} {
			if c, ok := read(value, base); ok && (c.Host != "" || c.Open()) {
				return []claim.Claim{c}
			}
		}
	}
	var claims []claim.Claim
	for _, l := range literals(value) {
		base := base
		base.Role = n.literalRole(l)
		if l.Host == "" && base.Role == claim.Connect {
			continue
		}
		claims = append(claims, l.claim(value, base))
	}
	return claims
}

// bareAddress reads a value that is nothing but :8080, *:8080 or, under a name that listens, 10.0.0.1:8080.
func bareAddress(value syntax.Text, n name, base claim.Claim) (claim.Claim, bool) {
	value = value.Trim()
	i := strings.LastIndexByte(value.Value, ':')
	if i < 0 || n.last() == "display" { // DISPLAY=:99 is a screen
		return claim.Claim{}, false
	}
	host := value.Value[:i]
	switch host {
	case "":
	case "*", "+":
		if !n.has(listenWords) && !n.has(addressWords) && !n.port() {
			return claim.Claim{}, false
		}
	default:
		_, err := netip.ParseAddr(host)
		if variable := variableHost(host); !n.has(listenWords) || err != nil && !variable {
			return claim.Claim{}, false
		} else if variable {
			host = ""
		}
	}
	e, end, ok := portAt(value, i+1)
	if !ok || end < len(value.Value) {
		return claim.Claim{}, false
	}
	c := base
	c.Endpoint = e
	c.Host = host
	c.Role = claim.Bind
	if i == 0 {
		c.Default = "*"
	}
	if n.has(udpWords) {
		c.Protocol = claim.UDP
	}
	place(&c, value, 0, end, i+1, end)
	return c, true
}

// variableHost reports whether a host is a variable and nothing else, such as Kubernetes' $(POD_IP).
func variableHost(host string) bool {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return host == "\x00" || strings.HasPrefix(host, "$(") && strings.IndexByte(host, ')') == len(host)-1
}

// barePort reads a setting that is a port by its name and nothing but a number, a range or a variable.
func barePort(s setting, n name, values map[string]string, base claim.Claim) (claim.Claim, bool) {
	if !n.port() {
		return claim.Claim{}, false
	}
	value := s.value.Trim()
	c := base
	var ok bool
	if c.Endpoint, ok = wholePort(value); !ok {
		return claim.Claim{}, false
	}
	host, listens := hostBeside(s.name, values)
	if n.has(jmxWords) { // where it is says the name that clients are told
		host, listens = "", true
	}
	if c.Role = n.portRole(host); listens && !n.goes() {
		c.Role = claim.Bind
	}
	switch {
	case host == "":
	case local(host):
		c.Host = host
	case c.Role == claim.Bind && claim.ReachOf(host).Empty() && (len(n) == 1 || n[0] == "virtual"):
		// HOST beside PORT is often the name that the site is known by, and VIRTUAL_HOST (nginx-proxy) always
	case c.Role == claim.Bind && !claim.ReachOf(host).Empty():
		c.Host = host
	default:
		c.Host, c.Role, c.Scope = host, claim.Connect, claim.Remote
	}
	if n.has(udpWords) {
		c.Protocol = claim.UDP
	}
	c.Unsure = c.Unsure || isSwitchedOff(s.name, values)
	if host == "" && (c.Scope == claim.Host || c.Scope == claim.Sample) && n.has(containerWords) && !n.has(outsideWords) {
		c.Role, c.Scope = claim.Bind, claim.Container // CONTAINER_PORT is the other half of a mapping
	}
	place(&c, value, 0, len(value.Value), 0, len(value.Value))
	return c, true
}

// wholePort reads a text that is a port, a range of ports or a variable and nothing else. Unlike portAt it
// takes numbers that no port can be, as the place says that it is meant to be one; but not 0, which is none.
func wholePort(t syntax.Text) (claim.Endpoint, bool) {
	first, last, ranged := strings.Cut(t.Value, "-")
	if t.Hole(0) != nil && len(first) == 1 {
		_, number := wideNumber(last)
		return claim.Endpoint{}, !ranged || last == "\x00" || number
	}
	from, ok := wideNumber(first)
	to := from
	if ranged && ok {
		to, ok = wideNumber(last)
	}
	whole := t.Unbroken(0, len(first)) && t.Unbroken(len(t.Value)-len(last), len(t.Value))
	return claim.Endpoint{Port: from, EndPort: to}, ok && whole && from > 0
}

// wideNumber reads all of s as a number of at most seven digits.
func wideNumber(s string) (int, bool) {
	if len(s) == 0 || len(s) > 7 || len(s) > 1 && s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
