package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The settings of an Elixir application (hexdocs.pm/elixir/Config.html). Phoenix's endpoints listen at http and https, and
// url is what their links say (hexdocs.pm/phoenix/Phoenix.Endpoint.html, "Endpoint configuration"). Most of the rest is
// what the application goes to.
var _ = register(format{
	name:  "phoenix",
	files: []string{"config/*.exs", "config/*/*.exs"},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "")
		var claims []claim.Claim
		var assigned []setting
		for _, p := range syntax.Code(f.Text, syntax.Elixir).Pairs {
			arguments := items(p.Value)
			if p.Key != "config" || len(arguments) < 2 {
				if value := p.Value.Result(); value.Value != "" {
					assigned = append(assigned, setting{p.Key, p.Key, value})
				}
				continue
			}
			base := base
			base.Unsure = inProduction(f.Text, p.KeySpan.Start)
			of := settingName(strings.TrimPrefix(arguments[len(arguments)-2].Text, ":"))
			settings := arguments[len(arguments)-1]
			for _, c := range elixirSettings(settings, of, base) {
				if c.Default == "*" && strings.HasPrefix(strings.ToLower(f.Base()), "runtime.") {
					c.Default = "" // it is laid over the settings of dev.exs and prod.exs, which may have an address
				}
				claims = append(claims, c)
			}
		}
		taken := map[claim.Span]bool{}
		for _, c := range claims {
			taken[c.Digits] = true
		}
		base.Unsure = true
		for _, c := range settingClaims(assigned, base) { // what it is used for tells more than the name
			if !taken[c.Digits] {
				claims = append(claims, c)
			}
		}
		return definedOnce(claims)
	},
})

// maxBlockLines bounds how many lines are looked through for the beginning of a block.
const maxBlockLines = 400

// inProduction reports whether what stands at an offset is in a block that is for production alone, which no developer's
// machine follows: if config_env() == :prod do.
func inProduction(text string, at int) bool {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	deep := at - start
	for range maxBlockLines {
		if start == 0 || deep == 0 {
			return false
		}
		end := start - 1
		start = strings.LastIndexByte(text[:end], '\n') + 1
		line := text[start:end]
		word := strings.TrimLeft(line, " \t")
		if indent := len(line) - len(word); strings.TrimSpace(word) != "" && indent < deep {
			if deep = indent; strings.HasPrefix(word, "if ") && strings.Contains(word, ":prod") {
				return true
			}
		}
	}
	return false
}

// elixirSettings reads what the part of an application of that name is given.
func elixirSettings(n *syntax.Node, of string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, scheme := range []string{"http", "https"} {
		listener := base
		listener.Key, listener.About = syntax.Join(of, scheme+".port"), "phoenix"
		listener.Unsure = base.Unsure || n.Get("server").Value().Value == "false" // a test's, which starts none
		claims = append(claims, phoenixListener(n.Get(scheme), listener)...)
	}
	link := base
	link.Key = syntax.Join(of, "url.port")
	claims = append(claims, phoenixLink(n.Get("url"), link)...)
	var p programSettings
	p.walk(n, of, 0)
	settings := slices.DeleteFunc(append(p.named, p.written...), func(s setting) bool {
		_, inside, _ := strings.Cut(s.key, of+".")
		section, _, _ := strings.Cut(inside, ".")
		return section == "http" || section == "https" || s.key == syntax.Join(of, "url.port")
	})
	known := manual{}
	if goesSomewhere(n) {
		known = manual{{at: "**.port", role: claim.Connect, host: ".hostname .host .relay .server"}}
	}
	for _, c := range known.named(settings, base) {
		if c.Role == claim.Bind && c.Host != "" {
			c = going(c)
		}
		c.Unsure = c.Unsure || c.Role == claim.Bind
		claims = append(claims, c)
	}
	return claims
}

// goesSomewhere reports whether settings say where, or as whom, a part of the application goes.
func goesSomewhere(n *syntax.Node) bool {
	return slices.ContainsFunc([]string{"host", "hostname", "server", "relay", "database", "username", "password"}, func(key string) bool {
		return n.Get(key) != nil
	})
}

// phoenixListener reads the options of an endpoint's server. Without an address it takes all.
func phoenixListener(options *syntax.Node, base claim.Claim) []claim.Claim {
	port := options.Get("port")
	value := port.Result().Trim()
	e, ok := wholePort(value)
	if !ok {
		return nil
	}
	c := base
	c.Port, c.EndPort, c.Default = e.Port, e.EndPort, "*"
	if ip := options.Get("ip"); ip != nil {
		if c.Host = elixirAddress(ip); c.Host == "" {
			c.Default = ""
		}
		if wildcard(c.Host) && ip.Kind == syntax.Sequence {
			c.Narrow = &claim.Edit{Span: ip.Span, New: "{127, 0, 0, 1}"}
			if c.Host == "::" {
				c.Narrow.New = "{0, 0, 0, 0, 0, 0, 0, 1}"
			}
		}
	}
	place(&c, value, 0, len(value.Value), 0, len(value.Value))
	return []claim.Claim{c}
}

// phoenixLink reads the address that an endpoint's links have, which is on this machine if no host says otherwise.
func phoenixLink(options *syntax.Node, base claim.Claim) []claim.Claim {
	value := options.Get("port").Result().Trim()
	e, ok := wholePort(value)
	if !ok {
		return nil
	}
	c := base
	c.Role, c.Port, c.EndPort, c.Default = claim.Connect, e.Port, e.EndPort, "localhost"
	if host := options.Get("host"); host != nil {
		c.Default = ""
		if name, ok := hostName(host.Result().Value); ok && !strings.ContainsRune(name, 0) {
			c.Host = name
		}
		if c.Host == "" { // that of the site, which only the environment tells
			c.Scope = claim.Remote
		}
	}
	place(&c, value, 0, len(value.Value), 0, len(value.Value))
	if c.Host != "" {
		judge(&c)
	}
	return []claim.Claim{c}
}

// elixirAddress returns the address that a tuple of numbers or an atom is (erlang.org/doc/man/inet, ip_address), and "" for
// any other.
func elixirAddress(n *syntax.Node) string {
	switch n.Text {
	case ":any":
		return "0.0.0.0"
	case ":loopback":
		return "127.0.0.1"
	}
	numbers := scalars(n)
	switch {
	case len(numbers) == 4:
		return strings.Join(numbers, ".")
	case len(numbers) != 8:
		return ""
	case strings.Join(numbers, "") == "00000000":
		return "::"
	case strings.Join(numbers, "") == "00000001":
		return "::1"
	}
	return ""
}
