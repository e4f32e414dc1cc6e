package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A section is a part of a configuration that is named for what it is, of which a file has as many as it likes: each input of
// a collector of logs, each service of a tunnel. What stands in one says nothing of the next.
type section struct {
	// kind is what it is, in lower case: source, input.
	kind string
	// argument is what stands behind the kind.
	argument string
	// within are the kinds of the sections that it is in, the outermost first.
	within []string
	// settings are those of the section itself, in the order of the file; their names are in lower case, and their keys have
	// the kind in front.
	settings []setting
}

// add adds a setting.
func (s *section) add(name string, value syntax.Text) {
	name = strings.ToLower(name)
	s.settings = append(s.settings, setting{name, syntax.Join(s.kind, name), value})
}

// get returns the value of the last setting of a name, and the empty Text where there is none.
func (s *section) get(name string) syntax.Text {
	for _, last := range slices.Backward(s.settings) {
		if last.name == name {
			return last.value
		}
	}
	return syntax.Text{}
}

// listener returns the manual of a section that listens at its port, at the host that settings of these names have.
func (s *section) listener(hosts, otherwise string, protocol claim.Protocol) manual {
	var host []string
	for h := range strings.FieldsSeq(hosts) {
		host = append(host, "."+h)
	}
	return manual{{at: s.kind + ".port", host: strings.Join(host, " "), otherwise: otherwise, protocol: protocol}}
}

// goer returns the manual of a section that goes to its port.
func (s *section) goer(otherwise string) manual {
	return manual{{at: s.kind + ".port", host: ".host .hostname", otherwise: otherwise, role: claim.Connect}}
}

// headed returns the sections of a text in which a line of a [kind] begins each, and every other line is a setting, see
// lineSetting. What precedes the first is a section without a kind.
func headed(text string) []*section {
	all := []*section{{}}
	for line := range linesOf(text) {
		if head := strings.TrimSpace(line.Value); strings.HasPrefix(head, "[") {
			kind, _, _ := strings.Cut(head[1:], "]")
			all = append(all, &section{kind: strings.ToLower(strings.TrimSpace(kind))})
		} else if s, ok := lineSetting(line); ok {
			all[len(all)-1].add(s.name, s.value)
		}
	}
	return all
}

// sectionsBelow returns the sections of a tree: every mapping, and every item of a list, under the name that it has there.
func sectionsBelow(n *syntax.Node, kind string, within []string) []*section {
	n = n.Resolved()
	if n == nil || len(within) > maxNames {
		return nil
	}
	var all []*section
	if n.Kind == syntax.Mapping {
		s := &section{kind: strings.ToLower(kind), within: within}
		for _, p := range entries(n) {
			if value := p.Value.Resolved(); value != nil && value.Kind == syntax.Scalar {
				s.add(p.Key, value.Value().Interpolate())
			}
		}
		if all = append(all, s); s.kind != "" {
			within = append(slices.Clip(within), s.kind)
		}
		for _, p := range entries(n) {
			all = append(all, sectionsBelow(p.Value, p.Key, within)...)
		}
	}
	for _, item := range n.Items {
		all = append(all, sectionsBelow(item, kind, within)...)
	}
	return all
}
