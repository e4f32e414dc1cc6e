package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Fluentd (docs.fluentd.org, "Config File Syntax", the input plugins' pages, and for YAML "Config File Syntax (YAML)"). A
// source listens if others send to it; what it is matched to is where Fluentd goes.
var _ = register(format{
	name: "fluentd",
	files: []string{
		"fluent.conf", "fluentd*.conf", "fluent*.conf.*", "td-agent*.conf", "fluentd/*.conf", "fluent/*.conf", "fluentd*.yml", "fluentd*.yaml",
		"*.conf", "*.yml", "*.yaml",
	},
	servers: []string{"fluentd", "ruby"},
	is: func(f File) bool {
		if isYAML(f) {
			return topKeys(f.Text, "config") && strings.Contains(f.Text, "$type:")
		}
		return strings.Contains(f.Text, "<source>") || strings.Contains(f.Text, "<match ") && strings.Contains(f.Text, "@type ")
	},
	scan: func(f File) []claim.Claim {
		var all []*section
		if isYAML(f) {
			for _, root := range syntax.YAML(f.Text) {
				for _, p := range entries(root) {
					all = append(all, sectionsBelow(p.Value, "", nil)...)
				}
			}
		} else {
			all = fluentdSections(f.Text)
		}
		var claims []claim.Claim
		for i, s := range all {
			claims = append(claims, fluentdClaims(s, all[i+1:], serverBase(f, "fluentd"))...)
		}
		return claims
	},
})

// fluentdSections returns the sections of a text in which <kind argument> and </kind> are around each.
func fluentdSections(text string) []*section {
	all := []*section{{}}
	open := []*section{all[0]}
	for _, d := range syntax.Directives(text, false) {
		name, arguments := d.Words[0].Value, d.Arguments()
		switch {
		case strings.HasPrefix(name, "</"):
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
		case strings.HasPrefix(name, "<"):
			s := &section{kind: strings.ToLower(strings.Trim(name, "<>"))}
			for _, outer := range open[1:] {
				s.within = append(s.within, outer.kind)
			}
			if len(s.within) >= maxNames {
				continue
			}
			if len(arguments) > 0 {
				s.argument = strings.TrimRight(arguments[0].Value, ">")
			}
			all, open = append(all, s), append(open, s)
		case len(arguments) > 0:
			open[len(open)-1].add(name, fluentdValue(arguments[0]))
		}
	}
	return all
}

// fluentdValue returns the value of a setting, in which "#{ENV['PORT'] || '24224'}" is Ruby's.
func fluentdValue(word syntax.Text) syntax.Text {
	if !strings.Contains(word.Value, "#{") || !word.Unbroken(0, len(word.Value)) {
		return word.Interpolate()
	}
	n := syntax.Node{Text: word.Value, Span: word.Span(0, len(word.Value)), Quote: '`'}
	return n.Result()
}

// fluentdHosts are where the sources listen that others send to, by their types.
var fluentdHosts = map[string]string{
	"forward": "0.0.0.0", "http": "0.0.0.0", "tcp": "0.0.0.0", "udp": "0.0.0.0", "syslog": "0.0.0.0", "monitor_agent": "0.0.0.0", "prometheus": "0.0.0.0",
	"debug_agent": "127.0.0.1", "unix": "", "opentelemetry": "0.0.0.0", "beats": "0.0.0.0", "gelf": "0.0.0.0", "netflow": "0.0.0.0", "sflow": "0.0.0.0",
}

// fluentdDatagrams are the types of those that take datagrams unless they are told otherwise.
var fluentdDatagrams = words("udp syslog gelf netflow sflow")

// fluentdClaims reads a section; rest are those behind it, of which the first may be inside it.
func fluentdClaims(s *section, rest []*section, base claim.Claim) []claim.Claim {
	if s.kind == "system" {
		return manual{{at: "system.rpc_endpoint", otherwise: "127.0.0.1"}}.claims(s.settings, base)
	}
	outer := append(slices.Clone(s.within), s.kind)[0]
	kind := s.get("@type").Value + s.get("$type").Value + s.get("type").Value // which it was called before version 1
	if outer != "source" {
		return s.goer("").claims(s.settings, base)
	}
	if len(s.within) > 0 && s.kind != "http" { // <http> of an OpenTelemetry source
		return manual{}.claims(s.settings, base)
	}
	host, known := fluentdHosts[kind]
	if len(s.within) > 0 {
		host, known = "0.0.0.0", true
	}
	known = known || s.get("bind").Value != ""
	if !known && s.get("host").Value != "" {
		return s.goer("").claims(s.settings, base)
	}
	protocol := claim.TCP
	if fluentdDatagrams[kind] && s.get("protocol_type").Value != "tcp" && !overStream(s, rest) {
		protocol = claim.UDP
	}
	base.Unsure = !known
	return s.listener("bind", host, protocol).claims(s.settings, base)
}

// overStream reports whether a source has a section of its own that says it takes a stream: <transport tcp>.
func overStream(s *section, rest []*section) bool {
	for _, inner := range rest {
		if len(inner.within) <= len(s.within) {
			return false
		}
		if inner.kind == "transport" && inner.argument+inner.get("$arg").Value != "udp" {
			return true
		}
	}
	return false
}
