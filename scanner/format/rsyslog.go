package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// rsyslog (rsyslog.com/doc, "Configuration"): inputs listen, actions go, in the notation of objects and in the old one.
var _ = register(format{
	name:    "rsyslog",
	files:   []string{"rsyslog*.conf", "rsyslog*.conf.*", "rsyslog.d/*.conf", "rsyslog/*.conf", "*.conf"},
	servers: []string{"rsyslogd"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Name), "rsyslog") || rsyslogOnly.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "rsyslogd")
		return append(rsyslogObjects(f.Text, base), rsyslogLines(f.Text, base)...)
	},
})

var (
	rsyslogOnly   = regexp.MustCompile(`(?m)^[ \t]*(module\(load="|\$(ModLoad|UDPServerRun|InputTCPServerRun)\b)`)
	rsyslogObject = regexp.MustCompile(`(?m)^[^#\n]*?\b(input|action)\(`)
	rsyslogTarget = regexp.MustCompile(`^[^#$]*[ \t&](@@?)(?:\([^)]*\))?((?:\[[^\]]+\]|[\w.-]+):\d+)`)
)

// rsyslogStreams are the inputs that take streams.
var rsyslogStreams = words("imtcp imptcp imrelp imgssapi imdtls")

// rsyslogObjects reads input(type="imudp" port="514") and action(type="omfwd" target="logs" port="514").
func rsyslogObjects(text string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, at := range rsyslogObject.FindAllStringSubmatchIndex(text, -1) {
		object := attributesAt(text, at[1])
		c := base
		c.Key = text[at[2]:at[3]] + ".port"
		kind, port, host := object["type"].Value, object["port"], object["address"].Value
		if text[at[2]:at[3]] == "input" {
			if c.Default = "*"; !rsyslogStreams[kind] {
				c.Protocol = claim.UDP
			}
			c.Unsure = kind != "imudp" && !rsyslogStreams[kind]
		} else {
			c.Role = claim.Connect
			if kind == "omfwd" && object["protocol"].Value != "tcp" {
				c.Protocol = claim.UDP
			}
			if host = object["target"].Value; port.Value == "" {
				port, host = object["serverport"], object["server"].Value
			}
			if host == "" {
				continue
			}
		}
		c.Host, _ = hostName(host)
		if c, ok := addressClaim(port, c); ok && c.Span == c.Digits {
			claims = append(claims, c)
		}
	}
	return claims
}

// rsyslogServers are the directives that listen in the old notation, by the one that says where.
var rsyslogServers = map[string]string{"$udpserverrun": "$udpserveraddress", "$inputtcpserverrun": "", "$inputptcpserverrun": "", "$inputrelpserverrun": ""}

// rsyslogLines reads $UDPServerRun 514, and a selector with a target: *.* @@logs:514.
func rsyslogLines(text string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	given := map[string]string{}
	for line := range linesOf(text) {
		if at := rsyslogTarget.FindStringSubmatchIndex(line.Value); at != nil {
			c := base
			if c.Key, c.Role = "target", claim.Connect; line.Value[at[2]:at[3]] == "@" {
				c.Protocol = claim.UDP
			}
			claims = append(claims, listClaims(line.Slice(at[4], at[5]), c)...)
			continue
		}
		s, ok := lineSetting(line)
		if !ok {
			continue
		}
		name := strings.ToLower(s.name)
		given[name] = s.value.Value
		if where, listens := rsyslogServers[name]; listens {
			c := base
			c.Key, c.Default = s.name, "*"
			if name == "$udpserverrun" {
				c.Protocol = claim.UDP
			}
			c.Host, _ = hostName(given[where])
			claims = append(claims, listClaims(s.value, c)...)
		}
	}
	return claims
}
