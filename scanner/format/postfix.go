package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Postfix: the services of master(5), of which those of the type inet listen on [host:]port, and the servers that the
// parameters of postconf(5) go to.
var _ = register(format{
	name:  "postfix",
	files: []string{"master.cf", "*-master.cf", "master.cf.*", "main.cf", "*-main.cf", "main.cf.*", "postfix*.cf", "*.cf"},
	is: func(f File) bool {
		name := strings.ToLower(f.Base())
		return strings.Contains(name, "master.cf") || strings.Contains(name, "main.cf") || postfixService.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for line := range linesOf(f.Text) {
			fields := fieldsOf(line)
			base := serverBase(f, "postfix")
			switch {
			case len(fields) == 0 || strings.HasPrefix(fields[0].Value, "#"):
			case !strings.Contains(strings.ToLower(f.Base()), "main.cf"):
				if len(fields) < 8 || fields[1].Value != "inet" {
					continue
				}
				base.Key, base.Default = fields[0].Value, "*"
				base.Servers = []string{"master"}
				if c, ok := addressClaim(fields[0].Interpolate(), base); ok {
					claims = append(claims, c)
				}
			default:
				base.Key, base.Role = strings.TrimSuffix(fields[0].Value, "="), claim.Connect
				for _, field := range fields[1:] {
					claims = append(claims, postfixTarget(field.Interpolate(), base)...)
				}
			}
		}
		return claims
	},
})

// postfixService finds the line of a service: its name, its type, and five columns of which the first three are y, n or -.
var postfixService = regexp.MustCompile(`(?m)^[\w.:\[\]-]+[ \t]+(inet|unix|fifo|pass)[ \t]+[yn-][ \t]+[yn-][ \t]+[yn-][ \t]+`)

// postfixTarget reads an address that Postfix goes to: inet:host:port, lmtp:inet:[host]:port, relay:[host]:port.
func postfixTarget(t syntax.Text, base claim.Claim) []claim.Claim {
	t = t.Slice(0, len(strings.TrimRight(t.Value, ",")))
	for {
		transport, rest, found := t.Cut(':')
		if !found || !strings.Contains(rest.Value, ":") || strings.Trim(transport.Value, processNames) != "" || strings.Contains(transport.Value, ".") {
			break
		}
		t = rest
	}
	if strings.HasPrefix(t.Value, "[") && !strings.HasPrefix(t.Value, "[:") { // [host]:port, which is not looked up
		host, port, found := t.Cut(']')
		if !found || !strings.HasPrefix(port.Value, ":") {
			return nil
		}
		c, ok := connectionClaim(host.Value[1:], port.Slice(1, len(port.Value)), base)
		if !ok {
			return nil
		}
		return []claim.Claim{c}
	}
	if c, ok := addressClaim(t, base); ok && c.Span != c.Digits && c.Host != "" {
		return []claim.Claim{c}
	}
	return nil
}
