package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// YAML returns the root of every document in a text of YAML 1.2, in order; a document without content has none.
//
// Structure follows indentation, so a line that cannot be read costs itself: an unclosed quote ends with its
// line, an unclosed bracket where a line no deeper than its own begins an entry, and a lost colon makes a name
// without a value. An entry that has both a value on its line and lines indented below it comes as two
// pairs of one name. Tags are passed over. Lines of templates ({{ … }}, {% … %}, <% … %>) and of merge conflicts
// count as comments, and {{ … }} inside a value is plain text. Other than in the specification a line that
// begins with a dash always is an item, and a plain scalar within brackets ends with its line.
func YAML(text string) []*Node {
	r := yamlReader{text: text, retries: len(text) + 1<<12}
	r.pos = len(text) - len(strings.TrimPrefix(text, "\ufeff"))
	var roots []*Node
	for r.pos < len(text) {
		r.end = nextMarker(text, r.pos)
		r.anchors, r.columns, r.dash, r.depth = nil, r.columns[:0], -1, 0
		roots = append(roots, r.document()...)
		r.pos = min(r.end+len("---"), len(text))
	}
	return roots
}

// nextMarker returns where the next line begins that separates documents, or the length of the text. Such a
// line ends whatever is open, even a quoted or a block scalar (YAML 1.2.2, 9.1.2).
func nextMarker(text string, pos int) int {
	for start := pos; ; {
		line := text[start:]
		if (start == 0 || text[start-1] == '\n') && (strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")) &&
			(len(line) == 3 || isBlank(line[3]) || line[3] == '\n') {
			return start
		}
		i := strings.IndexByte(line, '\n')
		if i < 0 {
			return len(text)
		}
		start += i + 1
	}
}

// A yamlReader reads one document at a time, from pos to end.
type yamlReader struct {
	nodes

	text     string
	pos, end int
	// col is the column of the token at pos that a block node may begin with, counted in bytes from 0 (a tab is
	// two, the usual depth of a level), and -1 at the end of the document.
	col int
	// columns are those of the open collections, each one once, the outermost first.
	columns []int
	// dash is the column of the innermost open sequence, -1 where there is none.
	dash    int
	depth   int
	anchors map[string]*Node

	flow flowState
	// retries is how many bytes may still be read twice because of broken brackets; it keeps the time linear.
	retries int
}

// document reads up to end and returns its root. A document that is broken may have more than one.
func (r *yamlReader) document() []*Node {
	r.col = 0
	if !r.token() || r.isNoise() {
		r.nextLine()
	}
	var roots []*Node
	for r.col >= 0 {
		if c := r.text[r.pos]; c == '%' && r.pos == 0 || strings.IndexByte("]},", c) >= 0 {
			r.nextLine()
			continue
		}
		roots = append(roots, r.value(-1, false))
	}
	return roots
}

// value reads the node behind a colon or a dash, or at the beginning of a line, and moves to the next line that
// is not part of it. Its block lines are deeper than column parent; a sequence behind a key may be level with it.
func (r *yamlReader) value(parent int, afterKey bool) *Node {
	r.depth++
	defer func() { r.depth-- }()
	empty, anchor, inline := r.pos, "", afterKey
	for {
		if r.blanks(); r.atLineEnd() {
			r.nextLine()
			if r.col <= parent && !(afterKey && r.col == parent && r.isDash(r.pos)) {
				return r.named(anchor, r.scalar(r.text, empty, empty, 0))
			}
			inline = false
		}
		if r.depth > maxDepth {
			return r.rest()
		}
		if !inline {
			if n := r.block(parent); n != nil {
				return r.named(anchor, n)
			}
		}
		end := r.property(r.pos)
		if end == r.pos {
			return r.named(anchor, r.leaf(parent))
		}
		if r.text[r.pos] == '&' {
			anchor = r.text[r.pos+1 : end]
		}
		// What follows a tag or an anchor on its line cannot begin a block (block has looked past them).
		r.pos, empty, inline = end, end, true
	}
}

// block reads the block mapping or sequence that begins at pos, and returns nil where none does.
func (r *yamlReader) block(parent int) *Node {
	if r.isDash(r.pos) {
		return r.sequence(parent)
	}
	if r.isMark(r.pos, '?') {
		return r.mapping(parent)
	}
	if c := r.text[r.pos]; c == '"' || c == '\'' {
		if end := r.closing(r.pos, parent); end >= 0 && strings.IndexByte(r.text[r.pos:end], '\n') >= 0 {
			return nil
		}
	}
	if _, _, ok := r.key(r.pos); ok || r.lostColon(parent) {
		return r.mapping(parent)
	}
	return nil
}

// leaf reads the scalar, the alias or the bracketed node at pos, and moves to the next line.
func (r *yamlReader) leaf(parent int) *Node {
	var n *Node
	switch c := r.text[r.pos]; {
	case c == '"' || c == '\'':
		n = r.quoted(parent)
	case (c == '[' || c == '{') && !r.isTemplate(r.pos):
		n = r.brackets(parent)
	case c == '|' || c == '>':
		n = r.literal(parent)
	case c == '*':
		n = r.alias()
	}
	if n == nil {
		n = r.plain(parent)
	}
	r.nextLine()
	return n
}

// alias reads the alias at pos; nil where nothing has that name.
func (r *yamlReader) alias() *Node {
	end := r.pos + 1
	for end < r.end && !isBlank(r.text[end]) && strings.IndexByte("\n,[]{}", r.text[end]) < 0 {
		end++
	}
	target := r.anchors[strings.TrimSuffix(r.text[r.pos+1:end], ":")]
	if target == nil {
		return nil
	}
	n := r.add(Node{Span: claim.Span{Start: r.pos, End: end}, Alias: target})
	r.pos = end
	return n
}

// named makes n known by an anchor's name, where there is one.
func (r *yamlReader) named(anchor string, n *Node) *Node {
	if anchor != "" {
		if r.anchors == nil {
			r.anchors = make(map[string]*Node)
		}
		r.anchors[strings.TrimSuffix(anchor, ":")] = n // a colon is part of it in YAML 1.2 and none in 1.1
	}
	return n
}
