package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// program returns the claims of a configuration that is written in a programming language. The settings are read by
// the manual; beside them what is assigned to a name of a port counts, and the variables and the commands in it.
func (m manual) program(f File, language syntax.Language, about string) []claim.Claim {
	var p programSettings
	p.walk(syntax.Code(f.Text, language), "", 0)
	base := serverBase(f, about)
	// what a name is given to tells more than the name
	claims := m.claims(append(p.named, p.written...), base)
	claims = append(claims, settingClaims(p.assigned, base)...)
	for _, s := range p.arguments {
		line := base
		line.Key = s.key
		found := lineClaims(s.value, line)
		if strings.HasPrefix(s.value.Value, "--remote-debugging-port") { // of a browser, which listens
			for i := range found {
				found[i].Role, found[i].Default = claim.Bind, "127.0.0.1"
			}
		}
		claims = append(claims, found...)
	}
	for i, c := range claims {
		if beside := strings.LastIndexByte(c.Key, '.'); p.all[c.Key[:beside+1]] && c.Host == "" && c.Role == claim.Bind {
			claims[i].Default = "*"
		}
	}
	return definedOnce(claims)
}

// programSettings collects the settings of a program.
type programSettings struct {
	// written are the settings whose values stand with them, named those that are the name of one elsewhere.
	written, named []setting
	// assigned are those that are read by their names: the program's own, and environment variables.
	assigned []setting
	// arguments are commands, and flags for them.
	arguments []setting
	// all has the path of every mapping, with the dot behind it, whose host is true: all addresses (Vite).
	all map[string]bool
}

// maxProgramDepth bounds how deep a program's settings nest, in which names may go in circles.
const maxProgramDepth = 100

func (p *programSettings) walk(n *syntax.Node, key string, depth int) {
	if n == nil || depth > maxProgramDepth {
		return
	}
	for _, pair := range n.Pairs {
		if pair.Key == "<<" {
			continue // read where it stands
		}
		at := under(key, pair.Key)
		value := pair.Value
		if pair.Key == "host" && value.Text == "true" {
			if p.all == nil {
				p.all = map[string]bool{}
			}
			p.all[key+strings.Repeat(".", min(1, len(key)))] = true
		}
		if value.Alias != nil {
			if to := value.Resolved(); to != nil && to.Kind == syntax.Scalar {
				p.named = append(p.named, p.setting(pair.Key, at, to)...)
			}
			continue
		}
		if value.Kind == syntax.Scalar {
			p.scalar(pair.Key, at, value, key)
			continue
		}
		p.walk(value, at, depth+1)
	}
	for i, item := range n.Items {
		if item.Alias != nil {
			continue
		}
		if item.Kind == syntax.Scalar {
			p.scalar(settingName(key), index(key, i), item, key)
			continue
		}
		p.walk(item, index(key, i), depth+1)
	}
}

// scalar notes a setting with its value, below the path parent.
func (p *programSettings) scalar(name, key string, value *syntax.Node, parent string) {
	settings := p.setting(name, key, value)
	switch {
	case len(settings) == 1 && (name == "command" || strings.HasPrefix(settings[0].value.Value, "--")):
		p.arguments = append(p.arguments, settings...)
		return
	case settingName(parent) == "env" || parent == "":
		p.assigned = append(p.assigned, settings...)
	}
	p.written = append(p.written, settings...)
}

// setting returns what a scalar says, or where the program chooses, all that it may say.
func (p *programSettings) setting(name, key string, value *syntax.Node) []setting {
	if result := value.Result(); result.Value != "" {
		return []setting{{name, key, result}}
	}
	if value.Quote != 0 || logs(value.Text) {
		return nil
	}
	if host, port, ok := pair(value); ok {
		return []setting{{name, key + ".port", port}, {name, key + ".host", host}}
	}
	var all []setting
	for _, s := range value.Alternatives() {
		if _, ok := wholePort(s); ok || strings.Contains(s.Value, ":") {
			all = append(all, setting{name, key, s})
		}
	}
	return all
}

// pair reads ("127.0.0.1", 6379), a host with its port.
func pair(value *syntax.Node) (host, port syntax.Text, ok bool) {
	inner, opened := strings.CutPrefix(value.Text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	quoted, number, found := syntax.Verbatim(inner, value.Span.Start+1).Cut(',')
	if !opened || !closed || !found {
		return host, port, false
	}
	host, port = unquoted(quoted.Trim()), number.Trim()
	_, ok = wholePort(port)
	return host, port, ok && host.Value != "" && host.Value != quoted.Value
}

// logs reports whether a statement only tells something to people.
func logs(statement string) bool {
	for _, call := range []string{"console.", "print", "log", "puts", "throw", "raise", "warn", "Error", "import ", "require"} {
		if strings.HasPrefix(statement, call) {
			return true
		}
	}
	return false
}

// programFiles returns the patterns of a base name in every ending that JavaScript and TypeScript have.
func programFiles(bases ...string) []string {
	var all []string
	for _, base := range bases {
		for _, ending := range []string{".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"} {
			all = append(all, base+ending)
		}
	}
	return all
}
