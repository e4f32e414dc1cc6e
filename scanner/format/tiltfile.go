package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Tiltfiles (docs.tilt.dev/api): the ports of the cluster that Tilt forwards to this machine, and the servers that
// it starts on it.
var _ = register(format{
	name:  "tiltfile",
	files: []string{"tiltfile", "tiltfile.*", "*.tiltfile"},
	scan:  scanTiltfile,
})

func scanTiltfile(f File) []claim.Claim {
	claims := tiltSettings(syntax.Code(f.Text, syntax.Python), "", claim.Claim{Together: f.Base()})
	return append(claims, tiltForwardCalls(f)...)
}

func tiltSettings(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	var named []setting // what the program gives a name, and may use elsewhere
	for _, p := range n.Pairs {
		base := base
		base.Key = syntax.Join(key, p.Key)
		switch value := p.Value.Resolved(); {
		case value == nil:
		case p.Key == "port_forwards":
			for _, item := range append([]*syntax.Node{value}, value.Items...) {
				claims = append(claims, tiltForward(item.Result(), base)...)
			}
		case strings.HasSuffix(p.Key, "cmd") || strings.HasSuffix(p.Key, "cmd_bat"):
			if len(value.Items) == 0 {
				claims = append(claims, lineClaims(value.Result().Interpolate(), base)...)
				continue
			}
			claims = append(claims, wordClaims(syntax.Command{Words: results(value)}, base)...)
		case p.Key == "env" || p.Key == "serve_env":
			claims = append(claims, settingClaims(resultSettings(value, base.Key), base)...)
		case p.Key == "port" && strings.HasSuffix(key, "_get") || p.Key == "port" && strings.HasSuffix(key, "tcp_socket"):
			base.Role = claim.Connect
			if c, ok := resultPort(value, base); ok {
				claims = append(claims, c)
			}
		case value.Kind != syntax.Scalar:
			claims = append(claims, tiltSettings(value, base.Key, base)...)
		case inCapitals(p.Key):
			named = append(named, setting{p.Key, base.Key, value.Result()})
		default:
			claims = append(claims, addressClaims(tiltText(value), nameOf(p.Key), base)...)
		}
	}
	for i, item := range n.Items {
		if item.Kind == syntax.Scalar && item.Alias == nil {
			base.Key = index(key, i)
			claims = append(claims, addressClaims(tiltText(item), nameOf(settingName(key)), base)...)
			continue
		}
		claims = append(claims, tiltSettings(item, index(key, i), base)...)
	}
	return append(claims, settingClaims(named, base)...)
}

// tiltText returns what a value comes to; of a call it is the source, such as link('http://localhost:8080', 'docs').
func tiltText(n *syntax.Node) syntax.Text {
	if strings.HasPrefix(n.Text, "link(") && n.Quote == 0 {
		return syntax.Verbatim(n.Text, n.Span.Start)
	}
	return n.Result()
}

// tiltForward reads [[HOST:]LOCAL:]CONTAINER; one number is both. Tilt listens on localhost unless told otherwise.
func tiltForward(t syntax.Text, base claim.Claim) []claim.Claim {
	if e, ok := wholePort(t.Trim()); ok {
		t = t.Trim()
		c := publishedClaim(base, e, e)
		c.Default, c.PastFirewall = "localhost", false
		place(&c, t, 0, len(t.Value), 0, len(t.Value))
		return []claim.Claim{c}
	}
	claims := mappingClaims(t, base)
	for i := range claims {
		claims[i].PastFirewall = false
		if claims[i].Scope == claim.Container {
			claims[i].Scope = claim.Cluster
		} else if claims[i].Default = "localhost"; claims[i].Host == "" {
			claims[i].Narrow = nil
		}
	}
	return claims
}

// longestForward bounds how many bytes the arguments of a port_forward have.
const longestForward = 256

// tiltForwardCalls reads port_forward(LOCAL, CONTAINER, …), whose ports have no names.
func tiltForwardCalls(f File) []claim.Claim {
	const call = "port_forward("
	var claims []claim.Claim
	for _, line := range (syntax.Continuation{}).Lines(f.Text) {
		for at := 0; ; {
			i := strings.Index(line.Value[at:], call)
			if i < 0 {
				break
			}
			at += i + len(call)
			end := min(at+longestForward, len(line.Value))
			if n := strings.IndexByte(line.Value[at:end], ')'); n >= 0 {
				end = at + n
			}
			base := claim.Claim{Key: "port_forward", Together: f.Base()}
			arguments := line.Slice(at, end).Split(",")
			for _, argument := range arguments {
				if name, value, found := argument.Cut('='); found && name.Trim().Value == "host" {
					base.Host = strings.Trim(value.Trim().Value, `"'`)
				}
			}
			forward := tiltForward(arguments[0], base)
			if len(arguments) > 1 && len(forward) > 0 {
				if e, ok := wholePort(arguments[1].Trim()); ok {
					forward[0].Target = e.Port
					c := insideClaim(arguments[1].Trim(), e, base)
					c.Host, c.Scope = "", claim.Cluster
					forward = append(forward, c)
				}
			}
			claims = append(claims, forward...)
		}
	}
	return claims
}

// results returns what the items of a list in a program come to.
func results(n *syntax.Node) []syntax.Text {
	var all []syntax.Text
	for _, item := range items(n) {
		all = append(all, item.Result().Interpolate())
	}
	return all
}

// resultSettings returns the settings of a mapping in a program.
func resultSettings(n *syntax.Node, key string) []setting {
	var settings []setting
	for _, p := range pairs(n) {
		settings = append(settings, setting{p.Key, syntax.Join(key, p.Key), p.Value.Result().Interpolate()})
	}
	return settings
}
