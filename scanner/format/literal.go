package format

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A literal is an endpoint that is written out in a text: localhost:8080, http://0.0.0.0:80, [::1]:53.
type literal struct {
	claim.Endpoint
	// scheme is that of the URL that the endpoint is in, in lower case; empty where there is none.
	scheme string
	// start and end are where the endpoint is in the text, host and port; digits is where its port begins.
	start, end, digits int
}

// literals finds the endpoints in a text: a host of this machine with a port, or a URL with any host and a
// port, or with a port alone (PLAINTEXT://:9092; its Host is empty). Numbers that merely follow a colon, such
// as times, versions and image tags, are none.
func literals(t syntax.Text) []literal {
	var found []literal
	for i := 0; i < len(t.Value); i++ {
		var l literal
		ok := false
		switch t.Value[i] {
		case ':':
			l, ok = literalAt(t, i)
		case '/':
			if strings.HasPrefix(t.Value[i:], "/dev/tcp/") || strings.HasPrefix(t.Value[i:], "/dev/udp/") {
				l, ok = deviceAt(t, i)
			} else {
				l, ok = multiaddrAt(t, i)
			}
		case '(':
			l, ok = pairAt(t, i)
		}
		if ok {
			found = append(found, l)
			i = l.end - 1
		}
	}
	return found
}

// literalAt returns the literal whose port is behind the colon at i.
func literalAt(t syntax.Text, i int) (literal, bool) {
	l := literal{digits: i + 1}
	var ok bool
	if l.Endpoint, l.end, ok = portAt(t, i+1); !ok || !ends(t.Value[l.end:]) {
		return literal{}, false
	}
	l.start = hostStart(t.Value, i)
	if quoted := i > 1 && l.start == i && strings.IndexByte(`"'`, t.Value[i-1]) >= 0; quoted { // tcp://"127.0.0.1":80
		return quotedAt(t, i, l)
	}
	l.Host = strings.TrimSuffix(strings.TrimPrefix(t.Value[l.start:i], "["), "]")
	if strings.ContainsRune(l.Host, 0) {
		return literal{}, false
	}
	before := t.Value[:l.start]
	l.scheme = schemeBefore(before)
	if strings.HasSuffix(strings.ToLower(l.scheme), "udp") {
		l.Protocol = claim.UDP
	}
	switch {
	case l.scheme != "":
		return l, l.Host == "" && !strings.HasSuffix(before, "@") || urlHost(l.Host)
	case l.Host == "" || l.Host == "*" || l.Host == "+" || !local(l.Host):
		return literal{}, false
	case before == "" || strings.HasSuffix(before, "//"):
		return l, true
	}
	last := before[len(before)-1]
	// a second colon makes it a mapping or an address of another notation; a slash, a path
	return l, last != '/' && last != '\\' && last != '$' && last != '}' && last < 0x80 &&
		!(last == ':' && len(before) > 1 && digit(before[len(before)-2]))
}

// quotedAt returns the literal l of a URL whose host is in quotes, as the default of a variable may leave it.
func quotedAt(t syntax.Text, i int, l literal) (literal, bool) {
	l.start = hostStart(t.Value, i-1)
	l.Host = t.Value[l.start : i-1]
	before, found := strings.CutSuffix(t.Value[:l.start], t.Value[i-1:i])
	l.start = len(before)
	l.scheme = schemeBefore(before)
	return l, found && l.scheme != "" && urlHost(l.Host)
}

// deviceAt reads bash's /dev/tcp/host/port at i.
func deviceAt(t syntax.Text, i int) (literal, bool) {
	start := i + len("/dev/tcp/")
	n := strings.IndexByte(t.Value[start:], '/')
	if n < 0 || !local(t.Value[start:start+n]) {
		return literal{}, false
	}
	e, end, ok := portAt(t, start+n+1)
	e.Host = t.Value[start : start+n]
	if strings.HasPrefix(t.Value[i:], "/dev/udp") {
		e.Protocol = claim.UDP
	}
	return literal{Endpoint: e, scheme: "dev", start: start, end: end, digits: start + n + 1}, ok && ends(t.Value[end:])
}

// multiaddrAt reads libp2p's /ip4/127.0.0.1/tcp/4001 at i (github.com/multiformats/multiaddr), where nothing but a word's end
// stands before it.
func multiaddrAt(t syntax.Text, i int) (literal, bool) {
	if i > 0 && strings.IndexByte(" \t\n\"'`=,[(", t.Value[i-1]) < 0 {
		return literal{}, false
	}
	network, rest, _ := strings.Cut(t.Value[i+1:min(len(t.Value), i+maxMultiaddr)], "/")
	host, rest, found := strings.Cut(rest, "/")
	if !found || network != "ip4" && network != "ip6" && network != "dns" && network != "dns4" && network != "dns6" || !urlHost(host) {
		return literal{}, false
	}
	transport, _, found := strings.Cut(rest, "/")
	if !found || transport != "tcp" && transport != "udp" {
		return literal{}, false
	}
	start := i + len("/"+network+"/")
	digits := start + len(host+"/"+transport+"/")
	e, end, ok := portAt(t, digits)
	e.Host = host
	if transport == "udp" {
		e.Protocol = claim.UDP
	}
	return literal{Endpoint: e, start: start, end: end, digits: digits}, ok && ends(t.Value[end:])
}

// maxMultiaddr is more bytes than any host of a name and what stands before it have.
const maxMultiaddr = 300

// pairAt reads a program's ("127.0.0.1", 6379) at i.
func pairAt(t syntax.Text, i int) (literal, bool) {
	rest := t.Value[i+1:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return literal{}, false
	}
	n := strings.IndexByte(rest[1:], rest[0])
	if n < 0 || !local(rest[1:1+n]) {
		return literal{}, false
	}
	number, comma := strings.CutPrefix(rest[n+2:], ",")
	number = strings.TrimLeft(number, " ")
	start := len(t.Value) - len(number)
	e, end, ok := portAt(t, start)
	e.Host = rest[1 : 1+n]
	return literal{Endpoint: e, start: i + 2, end: end, digits: start}, comma && ok && strings.HasPrefix(t.Value[end:], ")")
}

// portAt reads a port, a range of ports or a variable at i and returns the place behind it. The endpoint of a
// variable has the port 0.
func portAt(t syntax.Text, i int) (claim.Endpoint, int, bool) {
	if t.Hole(i) != nil {
		return claim.Endpoint{}, i + 1, true
	}
	from, n := number(t.Value[i:])
	if n == 0 || from == 0 || !t.Unbroken(i, i+n) {
		return claim.Endpoint{}, i, false
	}
	e := claim.Endpoint{Port: from, EndPort: from}
	i += n
	if strings.HasPrefix(t.Value[i:], "-") {
		if to, n := number(t.Value[i+1:]); to > from && t.Unbroken(i+1, i+1+n) {
			e.EndPort = to
			i += 1 + n
		}
	}
	return e, i, true
}

// number reads the port at the start of s: at most five digits, as written without leading zeros; 0 is one.
// It returns how many bytes it is, 0 for none.
func number(s string) (port, length int) {
	for length < len(s) && digit(s[length]) {
		length++
	}
	if length == 0 || length > 5 || length > 1 && s[0] == '0' {
		return 0, 0
	}
	port, _ = strconv.Atoi(s[:length])
	return port, length
}

// ends reports whether a port may end before rest: not inside a word, a time, a version, a mapping or a
// password.
func ends(rest string) bool {
	if rest == "" {
		return true
	}
	switch c := rest[0]; c {
	case '.', ':':
		return len(rest) == 1 || !digit(rest[1])
	case '-', '@', '_', '%', 0:
		return false
	default:
		return c < 0x80 && !letter(c) && !digit(c)
	}
}

// hostStart returns where the host that ends before i begins.
func hostStart(s string, i int) int {
	if i > 0 && s[i-1] == ']' {
		if n := strings.LastIndexByte(s[max(0, i-48):i], '['); n >= 0 {
			return max(0, i-48) + n
		}
		return i
	}
	start := i
	for start > 0 && (letter(s[start-1]) || digit(s[start-1]) || strings.IndexByte(".-_*+\x00", s[start-1]) >= 0) {
		start--
	}
	return start
}

// schemeBefore returns the scheme of the URL whose part before the host is the end of before, or "".
func schemeBefore(before string) string {
	if strings.HasSuffix(before, "@") {
		n := strings.LastIndexAny(before, " \t\r\n,;'\"<>")
		user := before[n+1:]
		slashes := strings.Index(user, "://")
		if slashes < 0 {
			return ""
		}
		before = before[:n+1+slashes+len("://")]
	}
	before, found := strings.CutSuffix(before, "://")
	if !found {
		return ""
	}
	start := len(before)
	for start > 0 && (letter(before[start-1]) || digit(before[start-1]) || strings.IndexByte("+-._", before[start-1]) >= 0) {
		start--
	}
	return strings.ToLower(before[start:])
}

// local reports whether a host is written such that it is this machine wherever it is read: a loopback or
// wildcard address or name.
func local(host string) bool {
	return wildcard(host) || !claim.ReachOf(host).Empty() && claim.ReachOf(host).Loopback()
}

// wildcard reports whether a host is all addresses.
func wildcard(host string) bool {
	switch host {
	case "*", "+", "0.0.0.0", "::", "[::]":
		return true
	}
	return false
}

// urlHost reports whether a host can be one in a URL.
func urlHost(host string) bool {
	if local(host) {
		return true
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && strings.IndexFunc(host, func(r rune) bool { return r < 0x80 && letter(byte(r)) }) >= 0 &&
		!strings.ContainsAny(host, "*+")
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

// claim returns the claim of a literal, with role and scope still to be judged by who reads it: those of base,
// but for another machine's name, which is Remote.
func (l literal) claim(t syntax.Text, base claim.Claim) claim.Claim {
	c := base
	c.Endpoint = l.Endpoint
	place(&c, t, l.start, l.end, l.digits, l.end)
	switch reach := claim.ReachOf(l.Host); {
	case l.Host == "host.docker.internal" && c.Scope == claim.Container:
		c.Scope, c.Role = claim.Host, claim.Connect
	case reach.Empty() || !reach.Loopback() && !reach.Exposed():
		c.Scope, c.Role = claim.Remote, claim.Connect
	}
	return c
}

// place sets where a claim is: the endpoint from start to end of the text, the port in it from from to to. A
// port that is a variable makes an open claim.
func place(c *claim.Claim, t syntax.Text, start, end, from, to int) {
	c.Span = t.Cover(start, end)
	if v := t.Hole(from); v != nil {
		c.Variable, c.Port, c.EndPort = v.Name, 0, 0
		c.Digits = claim.Span{Start: v.Span.Start, End: v.Span.Start}
		return
	}
	c.Digits = t.Span(from, to)
	if v := t.Variable(from); v != nil {
		c.Variable = v.Name
	}
}
