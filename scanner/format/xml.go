package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Configuration in XML of programs that nobody here knows: application servers, brokers, loggers, Spring's beans, Hadoop's
// properties, .NET's app.config. It is read as the general reader reads other notations.
var _ = register(format{
	name:  "xml",
	files: []string{"*.xml", "*.config"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.TrimLeft(f.Text, " \t\r\n"), "<") && strings.ContainsAny(f.Text, "123456789")
	},
	scan: func(f File) []claim.Claim {
		base := claim.Claim{Scope: scopeOf(f, nil)}
		root := syntax.XML(f.Text)
		for _, p := range root.Pairs { // the program itself, which its ports need not be told to go to: hazelcast.network.port
			root = p.Value
		}
		settings := slices.DeleteFunc(namedXML(root, "", 0), func(s setting) bool {
			// prose, and what only names a vocabulary
			return strings.ContainsAny(s.value.Value, " \t\n") && (len(s.value.Value) > maxConnection || !strings.Contains(s.value.Value, "=")) ||
				strings.HasPrefix(s.name, "xmlns") || strings.HasSuffix(s.name, "schemaLocation")
		})
		claims := writtenAddresses(settings, base)
		if configures(f, root) {
			claims = append(claims, namedPorts(settings, base)...)
		}
		return claims
	},
})

// maxConnection is the length in bytes above which a text with blanks is prose rather than a connection string.
const maxConnection = 400

// namedXML returns the scalars below a node as settings. Of elements of one name each has its place in the path, so that
// the address of one is not that of another. An element that is there to give a value a name, be they
// attributes or elements in it, is a setting of that name among the settings that its parent has: <param name="port"
// value="8021"/>, <property><name>port</name><value>8021</value></property>, <entry key="port">8021</entry>.
func namedXML(n *syntax.Node, key string, depth int) []setting {
	if depth > maxProgramDepth {
		return nil
	}
	var settings []setting
	count := map[string]int{}
	for _, p := range n.Pairs {
		at := syntax.Join(key, p.Key)
		if p.Value.Kind == syntax.Scalar {
			settings = append(settings, setting{settingName(at), at, p.Value.Value().Interpolate()})
			continue
		}
		if p.Key == "properties" { // names that the file makes up, rather than a section of its program
			settings = append(settings, namedXML(p.Value, key, depth+1)...)
			continue
		}
		name, value := scalarOf(p.Value, "name", "key"), scalarOf(p.Value, "value", "default", "defaultValue", "")
		switch {
		case name != nil && value != nil:
			named := syntax.Join(key, name.Text)
			settings = append(settings, setting{settingName(named), named, value.Value().Interpolate()})
			rest := *p.Value // what is in it where its end is still to be typed
			rest.Pairs = slices.DeleteFunc(slices.Clone(rest.Pairs), func(p syntax.Pair) bool { return p.Value.Kind == syntax.Scalar })
			settings = append(settings, namedXML(&rest, index(at, count[p.Key]), depth+1)...)
		case value != nil && value == p.Value.Get(""):
			settings = append(settings, setting{p.Key, at, value.Value().Interpolate()})
		default:
			name := p.Key
			if class := p.Value.Get("class"); name == "bean" && class != nil && class.Text != "" { // which tells what it is
				name = class.Text[strings.LastIndexByte(class.Text, '.')+1:]
				at = syntax.Join(key, name)
			}
			settings = append(settings, namedXML(p.Value, index(at, count[name]), depth+1)...)
			count[name]++
		}
	}
	return settings
}

// scalarOf returns the first scalar of a mapping under one of the names, nil where there is none.
func scalarOf(n *syntax.Node, names ...string) *syntax.Node {
	for _, name := range names {
		if v := n.Get(name); v != nil && v.Kind == syntax.Scalar {
			return v
		}
	}
	return nil
}
