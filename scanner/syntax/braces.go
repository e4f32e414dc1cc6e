package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Braces returns the settings of a text in which blocks have braces and settings a name and a value: HCL
// (Terraform, Consul, Vault, Nomad), and what NATS, Sphinx and HOCON make of it, where a colon or nothing may
// stand for the equals sign. A block's labels are names as well: listener "tcp" { } is a mapping in the mapping
// listener. A value is a scalar, a list or an object; an expression is a scalar of its source text, and a heredoc
// one of its lines.
//
// A line that cannot be read costs itself: a quote ends with its line, and a list where a line begins a
// setting. Where braces do not match, because one is still to be typed, indentation tells what is in which block.
func Braces(text string) *Node {
	r := bracesReader{text: text, retries: 4*len(text) + 1<<16}
	r.balanced = r.matched()
	root := r.collection(Mapping, 0)
	for r.pos < len(text) {
		r.body(root, -1)
		if r.pos < len(text) { // a brace too many
			r.pos++
		}
	}
	root.Span.End = len(text)
	return root
}

type bracesReader struct {
	nodes

	text     string
	pos      int
	depth    int
	balanced bool

	// line is where the line begins that seen is in; both follow pos.
	line, seen int
	// noCommentEnd is the place from which on no */ follows, 0 where that is not known.
	noCommentEnd int
	// retries is how many bytes may still be looked through for the ends of heredocs; it keeps the time linear.
	retries int
}

// matched reports whether every brace outside quotes and comments has its counterpart.
func (r *bracesReader) matched() bool {
	depth := 0
	for i := 0; i < len(r.text) && depth >= 0; i++ {
		if end := r.comment(i); end > i {
			i = end - 1
			continue
		}
		switch r.text[i] {
		case '"':
			i = r.quoteEnd(i) - 1
		case '{':
			depth++
		case '}':
			depth--
		}
	}
	return depth == 0
}

// comment returns the place behind the comment at i, and i where there is none. Two slashes begin one only
// behind a blank, as URLs may stand without quotes.
func (r *bracesReader) comment(i int) int {
	begins := i == 0 || isBlank(r.text[i-1]) || strings.IndexByte("\n{}[],;", r.text[i-1]) >= 0
	switch {
	case r.text[i] == '#', begins && strings.HasPrefix(r.text[i:], "//"):
		return lineEnd(r.text, i, len(r.text))
	case begins && strings.HasPrefix(r.text[i:], "/*"):
		if r.noCommentEnd == 0 || i < r.noCommentEnd {
			if n := strings.Index(r.text[i:], "*/"); n >= 0 {
				return i + n + 2
			}
			r.noCommentEnd = i + 1
		}
		return lineEnd(r.text, i, len(r.text))
	}
	return i
}

// quoteEnd returns the place behind the quoted text that begins at i, at most the end of the line. Quotes in
// the braces of ${ } do not end it.
func (r *bracesReader) quoteEnd(i int) int {
	template := 0
	for i++; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '\n':
			return i
		case c == '\\' && i+1 < len(r.text) && r.text[i+1] != '\n':
			i++
		case (c == '$' || c == '%') && strings.HasPrefix(r.text[i+1:], "{"):
			template++
			i++
		case c == '}' && template > 0:
			template--
		case c == '"' && template == 0:
			return i + 1
		}
	}
	return len(r.text)
}

// skip moves to the next byte that is no blank, comment or separator, over line ends where lines is set.
func (r *bracesReader) skip(lines bool) {
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		if end := r.comment(r.pos); end > r.pos {
			r.pos = end
			continue
		}
		if !isBlank(c) && !(lines && (c == '\n' || c == ',' || c == ';')) {
			return
		}
		r.pos++
	}
}

// body reads the settings of a block into n, up to the brace or the line that ends it. The block began in a
// line indented by indent.
func (r *bracesReader) body(n *Node, indent int) {
	for {
		r.skip(true)
		if r.pos >= len(r.text) {
			return
		}
		if !r.balanced && indent >= 0 && r.lineStart() && r.indent() <= indent {
			return
		}
		switch c := r.text[r.pos]; {
		case c == '}':
			if r.balanced || indent < 0 || !r.lineStart() || r.indent() <= indent {
				return
			}
			r.pos++
		case r.nameEnd(r.pos) > r.pos:
			r.setting(n)
		default:
			r.pos++
		}
	}
}

// lineStart reports whether nothing but blanks is before pos on its line.
func (r *bracesReader) lineStart() bool { return r.indent() == r.pos-r.line }

// indent returns the number of blanks that the line of pos begins with, those before pos.
func (r *bracesReader) indent() int {
	for ; r.seen < r.pos; r.seen++ {
		if r.text[r.seen] == '\n' {
			r.line = r.seen + 1
		}
	}
	n := r.line
	for n < r.pos && isBlank(r.text[n]) {
		n++
	}
	return n - r.line
}

// nameEnd returns the place behind the name or the label at i, i where there is none.
func (r *bracesReader) nameEnd(i int) int {
	if i < len(r.text) && r.text[i] == '"' {
		return r.quoteEnd(i)
	}
	for i < len(r.text) && (letter(r.text[i]) || digit(r.text[i]) || strings.IndexByte("_-.$*/", r.text[i]) >= 0 || r.text[i] >= 0x80) {
		i++
	}
	return i
}

// name reads the name at pos, without its quotes.
func (r *bracesReader) name() claim.Span {
	s := claim.Span{Start: r.pos, End: r.nameEnd(r.pos)}
	r.pos = s.End
	if r.text[s.Start] == '"' {
		s.Start++
		if s.End > s.Start && r.text[s.End-1] == '"' {
			s.End--
		}
	}
	return s
}

// setting reads a name, labels, and a block or a value, and puts them into n.
func (r *bracesReader) setting(n *Node) {
	indent := r.indent()
	names := []claim.Span{r.name()}
	r.skip(false)
	if r.pos < len(r.text) && (r.text[r.pos] == '=' || r.text[r.pos] == ':') {
		r.pos++
		if strings.HasPrefix(r.text[r.pos:], ">") { // Logstash writes =>
			r.pos++
		}
		r.skip(false)
	}
	brace := r.braceBehindNames()
	if brace < 0 {
		r.put(n, names, r.value(indent))
		return
	}
	for r.skip(true); r.pos < brace; r.skip(true) {
		if r.text[r.pos] == ':' {
			r.pos++
			continue
		}
		names = append(names, r.name())
	}
	r.pos = brace
	r.put(n, names, r.block(indent))
}

// braceBehindNames returns the place of the brace that is at pos, behind labels, or alone on a line below, and
// -1 where there is none.
func (r *bracesReader) braceBehindNames() int {
	below := false
	for i := r.pos; i < len(r.text); {
		switch c := r.text[i]; {
		case c == '{':
			return i
		case isBlank(c) || c == '\n' || c == ':' && i+1 < len(r.text) && isBlank(r.text[i+1]): // Sphinx: source a : b {
			below = below || c == '\n'
			i++
		default:
			end := r.nameEnd(i)
			if end == i || below {
				return -1
			}
			i = end
		}
	}
	return -1
}

// put adds a value to n under a name and, for labels, under one name in the other.
func (r *bracesReader) put(n *Node, names []claim.Span, value *Node) {
	for i := len(names) - 1; i > 0; i-- {
		outer := r.collection(Mapping, names[i].Start)
		outer.Span.End = value.Span.End
		outer.Pairs = []Pair{{names[i].In(r.text), names[i], value}}
		value = outer
	}
	n.Pairs = append(n.Pairs, Pair{names[0].In(r.text), names[0], value})
}

// block reads the braces at pos, in a line indented by indent.
func (r *bracesReader) block(indent int) *Node {
	if r.depth == maxDepth {
		return r.bare()
	}
	r.depth++
	n := r.collection(Mapping, r.pos)
	r.pos++
	r.body(n, indent)
	if r.pos < len(r.text) && r.text[r.pos] == '}' && (r.balanced || !r.lineStart() || r.indent() == indent) {
		r.pos++
	}
	n.Span.End = r.pos
	r.depth--
	return n
}
