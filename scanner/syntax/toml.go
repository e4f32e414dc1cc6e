package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// TOML returns the root mapping of a text of TOML 1.0, with the line breaks in inline tables of 1.1. Dotted keys
// and tables are mappings within mappings, an array of tables is a sequence of mappings. What is written in
// several places (a table's parts) is one node whose span reaches from the first to the last, so the spans of
// two tables may cross.
//
// A line that cannot be read costs itself: an unclosed quote ends with its line, an unclosed bracket before the
// next line of the form "key =" or "[table]", and a line without = is a name without a value.
func TOML(text string) *Node {
	r := tomlReader{text: text, pos: len(text) - len(strings.TrimPrefix(text, "\ufeff")), tables: map[tableName]*Node{}}
	root := r.collection(Mapping, r.pos)
	r.table = []*Node{root}
	for r.blank() {
		r.line, r.over = r.pos, false
		if text[r.pos] == '[' {
			r.header(root)
		} else {
			r.entry(r.table[len(r.table)-1])
		}
		r.pos = lineEnd(text, r.pos, len(text))
	}
	widen(r.table)
	return root
}

// A tomlReader reads a text from pos on.
type tomlReader struct {
	nodes

	text string
	pos  int
	// table is the way from the root to the table that entries are now put in.
	table []*Node
	// tables finds a table, or an array of tables, that headers and dotted keys have made, within its parent.
	tables map[tableName]*Node
	// parts is what names returned last.
	parts []claim.Span
	// line is where the entry or the header at hand begins.
	line int
	// depth is how many brackets are open, with the dotted keys within them; over is set when they turn out to be unclosed.
	depth int
	over  bool
}

type tableName struct {
	parent *Node
	name   string
}

// blank moves over blanks, line breaks, and comments, and reports whether something comes behind them.
func (r *tomlReader) blank() bool {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '#':
			r.pos = lineEnd(r.text, r.pos, len(r.text))
		case c == '\n' || isBlank(c):
			r.pos++
		default:
			return true
		}
	}
	return false
}

// blanks moves over the blanks of a line.
func (r *tomlReader) blanks() {
	for r.pos < len(r.text) && isBlank(r.text[r.pos]) {
		r.pos++
	}
}

// header reads the [table] or the [[array of tables]] at pos and makes it the one that entries are put in.
func (r *tomlReader) header(root *Node) {
	widen(r.table)
	array := strings.HasPrefix(r.text[r.pos:], "[[")
	r.pos++
	if array {
		r.pos++
	}
	names := r.names("]\n#")
	r.table = []*Node{root}
	for i, name := range names {
		kind := Mapping
		if array && i == len(names)-1 {
			kind = Sequence
		}
		r.table = r.enter(r.table, name, kind)
	}
	end := min(r.pos+1, lineEnd(r.text, r.pos, len(r.text)))
	if array && len(names) > 0 {
		end = min(r.pos+2, lineEnd(r.text, r.pos, len(r.text)))
		item := r.collection(Mapping, end)
		list := r.table[len(r.table)-1]
		list.append(item)
		r.table = append(r.table, item)
	}
	if last := r.table[len(r.table)-1]; last.Span.Len() == 0 && len(last.Pairs) == 0 && len(last.Items) == 0 && last != root {
		last.Span = claim.Span{Start: end, End: end}
	}
}

// enter returns the way on to the table of that name in the one that the way leads to, or to the last of an
// array's, and makes it where there is none.
func (r *tomlReader) enter(way []*Node, name claim.Span, kind Kind) []*Node {
	parent := way[len(way)-1]
	at := tableName{parent, name.In(r.text)}
	n := r.tables[at]
	if n == nil || kind == Sequence && n.Kind != Sequence {
		n = r.collection(kind, name.End)
		parent.add(at.name, name, n)
		r.tables[at] = n
	}
	way = append(way, n)
	if n.Kind == Sequence && kind == Mapping && len(n.Items) > 0 {
		way = append(way, n.Items[len(n.Items)-1])
	}
	return way
}

// widen makes the spans of nodes, each within the one before it, cover each other.
func widen(nodes []*Node) {
	for i := len(nodes) - 1; i > 0; i-- {
		in, out := nodes[i].Span, &nodes[i-1].Span
		out.Start, out.End = min(out.Start, in.Start), max(out.End, in.End)
	}
}

// entry reads the key at pos and its value into a table.
func (r *tomlReader) entry(table *Node) {
	start := r.pos
	names := r.names("=\n#,]}")
	if len(names) == 0 {
		r.pos = max(r.pos, start+1)
		return
	}
	way := []*Node{table}
	for _, name := range names[:len(names)-1] {
		way = r.enter(way, name, Mapping)
	}
	name := names[len(names)-1] // the value may hold entries, and reading them fills names anew
	var v *Node
	if r.pos < len(r.text) && r.text[r.pos] == '=' {
		r.pos++
		r.depth += len(way) - 1
		v = r.value()
		r.depth -= len(way) - 1
	} else {
		v = r.scalar(r.text, name.End, name.End, 0)
	}
	way[len(way)-1].add(name.In(r.text), name, v)
	widen(way)
}

// names reads the parts of a dotted key up to one of the characters that end it, each without its quotes. The
// next call overwrites what it returns.
func (r *tomlReader) names(ends string) []claim.Span {
	names := r.parts[:0]
	defer func() { r.parts = names }()
	for {
		r.blanks()
		start := r.pos
		if start < len(r.text) && (r.text[start] == '"' || r.text[start] == '\'') {
			if end := r.stringEnd(); end >= 0 {
				names = append(names, claim.Span{Start: start + 1, End: end})
				r.pos = end + 1
				r.blanks()
				if r.pos < len(r.text) && r.text[r.pos] == '.' {
					r.pos++
					continue
				}
				// Text behind a quoted name is none of it.
				for r.pos < len(r.text) && strings.IndexByte(ends, r.text[r.pos]) < 0 {
					r.pos++
				}
				return names
			}
			start++
		}
		for r.pos < len(r.text) && strings.IndexByte(ends, r.text[r.pos]) < 0 && (r.text[r.pos] != '.' || r.depth+len(names) >= maxDepth) {
			r.pos++
		}
		if end := trimEnd(r.text, start, r.pos); end > start {
			names = append(names, claim.Span{Start: start, End: end})
		}
		if r.pos == len(r.text) || r.text[r.pos] != '.' {
			return names
		}
		r.pos++
	}
}
