package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// rsyslog (rsyslog.com/doc, "Inputs", "Actions"): the ports on which it takes messages, and the servers that it forwards them to,
// in its scripts (input(type="imudp" port="514")) and in the older notation ($UDPServerRun 514, *.* @host:514).
var _ = register(format{
	name:    "rsyslog",
	files:   []string{"rsyslog*.conf", "rsyslog*.conf.*", "rsyslog.d/*.conf"},
	servers: []string{"rsyslogd"},
	scan:    scanRsyslog,
})

var (
	// rsyslogCall finds an input or an action with its arguments.
	rsyslogCall = regexp.MustCompile(`(?i)\b(input|action)[ \t]*\(([^()]*)\)`)
	// rsyslogArgument finds one argument.
	rsyslogArgument = regexp.MustCompile(`(?i)([a-z][\w.]*)[ \t]*=[ \t]*"([^"\n]*)"`)
	// rsyslogForward finds the server of a rule that forwards: @ is UDP and @@ is TCP.
	rsyslogForward = regexp.MustCompile(`^[^#$\s]\S*[ \t]+-?(@@?)(?:\([^)]*\))?(\[[0-9a-fA-F:]+\]|[^\s:;\[\]]+):(\d{1,5})(?:;\S*)?$`)
)

func scanRsyslog(f File) []claim.Claim {
	text := syntax.Verbatim(f.Text, 0)
	var claims []claim.Claim
	for _, at := range rsyslogCall.FindAllStringSubmatchIndex(f.Text, -1) {
		if start := strings.LastIndexByte(f.Text[:at[0]], '\n') + 1; strings.HasPrefix(strings.TrimLeft(f.Text[start:at[0]], " \t"), "#") {
			continue
		}
		claims = append(claims, rsyslogClaims(strings.ToLower(f.Text[at[2]:at[3]]), text.Slice(at[4], at[5]), serverBase(f, "rsyslog"))...)
	}
	for _, line := range text.Split("\n") {
		line = line.Trim()
		base := serverBase(f, "rsyslog")
		if words := fieldsOf(line); len(words) > 1 && strings.HasPrefix(words[0].Value, "$") {
			base.Key, base.Default = words[0].Value, "*"
			switch strings.ToLower(base.Key) {
			case "$udpserverrun":
				base.Protocol = claim.UDP
			case "$inputtcpserverrun", "$inputrelpserverrun", "$inputptcpserverrun":
			default:
				continue
			}
			if c, ok := addressClaim(words[1], base); ok {
				claims = append(claims, c)
			}
			continue
		}
		if m := rsyslogForward.FindStringSubmatchIndex(line.Value); m != nil {
			base.Key, base.Role = line.Value[m[2]:m[3]], claim.Connect
			if base.Key == "@" {
				base.Protocol = claim.UDP
			}
			if c, ok := addressClaim(line.Slice(m[4], m[7]), base); ok {
				claims = append(claims, c)
			}
		}
	}
	return claims
}

// rsyslogClaims reads the arguments of a call.
func rsyslogClaims(call string, arguments syntax.Text, base claim.Claim) []claim.Claim {
	given := map[string]syntax.Text{}
	for _, m := range rsyslogArgument.FindAllStringSubmatchIndex(arguments.Value, -1) {
		given[strings.ToLower(arguments.Value[m[2]:m[3]])] = arguments.Slice(m[4], m[5])
	}
	kind := strings.ToLower(given["type"].Value)
	base.Key = call + ".port"
	host := given["address"].Value
	switch {
	case call == "input" && strings.HasPrefix(kind, "im"):
		base.Default = "*"
	case call == "action" && strings.HasPrefix(kind, "om"):
		base.Role, host = claim.Connect, given["target"].Value
		if host == "" {
			host = given["server"].Value
		}
	default:
		return nil
	}
	name, ok := hostName(host)
	e, isPort := wholePort(given["port"])
	if host != "" && !ok || !isPort {
		return nil
	}
	base.Endpoint = e
	base.Host = name
	if kind == "imudp" || kind == "omfwd" && !strings.EqualFold(given["protocol"].Value, "tcp") {
		base.Protocol = claim.UDP
	}
	if base.Role == claim.Connect && name != "" && base.Reach().Empty() {
		base.Scope = claim.Remote
	}
	port := given["port"]
	place(&base, port, 0, len(port.Value), 0, len(port.Value))
	return []claim.Claim{base}
}
