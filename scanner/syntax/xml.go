package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// XML returns the root mapping of a text of XML, which has the outermost element as its pair. An element with nothing
// but text is a scalar; any other is a mapping of its attributes and of the elements in it, in the order of the file
// and under names that may come more than once, and of its text under an empty name where it has attributes and no
// elements. Text beside elements, comments, CDATA, declarations and prefixes of
// names (soap:) are passed over; entities stay as they are written.
//
// A tag that is not closed ends before the next one, a comment and a quote that are not closed end with their lines,
// and an end tag ends the innermost element of its name with all that is open in it; one of no open element is passed
// over.
func XML(text string) *Node {
	r := xmlReader{text: text, missing: map[string]bool{}, names: map[string]int{}}
	root := r.collection(Mapping, 0)
	root.Span.End = len(text)
	r.open = []xmlElement{{node: root}}
	for r.pos < len(text) {
		i := strings.IndexByte(text[r.pos:], '<')
		if i < 0 {
			break
		}
		r.pos += i
		switch rest := text[r.pos:]; {
		case strings.HasPrefix(rest, "<!--"):
			r.skip("<!--", "-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			r.skip("<![CDATA[", "]]>")
		case strings.HasPrefix(rest, "<!"):
			r.skip("<!", ">")
		case strings.HasPrefix(rest, "<?"):
			r.skip("<?", "?>")
		case strings.HasPrefix(rest, "</"):
			r.endTag()
		default:
			r.startTag()
		}
	}
	for len(r.open) > 1 {
		r.end(len(text))
	}
	return root
}

type xmlReader struct {
	nodes

	text string
	pos  int
	open []xmlElement // the root first
	// names counts the open elements of each name.
	names map[string]int
	// missing has the marks that nothing further on is, so that a row of beginnings is read in linear time.
	missing map[string]bool
}

// An xmlElement is an element whose end is still to come.
type xmlElement struct {
	node    *Node
	name    string
	content int // where the start tag ends
	own     int // how many attributes it has
}

// skip moves behind what ends with mark; where nothing ends it behind its beginning, a comment's line with it.
func (r *xmlReader) skip(begin, mark string) {
	r.pos += len(begin)
	if !r.missing[mark] {
		if i := strings.Index(r.text[r.pos:], mark); i >= 0 {
			r.pos += i + len(mark)
			return
		}
		r.missing[mark] = true
	}
	if mark == "-->" {
		r.pos = lineEnd(r.text, r.pos, len(r.text))
	}
}

func (r *xmlReader) startTag() {
	start := r.pos
	r.pos++
	name := r.name()
	if name.Len() == 0 {
		return
	}
	n := r.collection(Mapping, start)
	parent := r.open[len(r.open)-1].node
	parent.Pairs = append(parent.Pairs, Pair{Key: localName(name.In(r.text)), KeySpan: name, Value: n})
	closed := r.attributes(n)
	n.Span.End = r.pos
	switch {
	case closed || len(r.open) >= maxDepth:
		if len(n.Pairs) == 0 {
			*n = Node{Span: claim.Span{Start: r.pos, End: r.pos}}
		}
	default:
		r.open = append(r.open, xmlElement{n, name.In(r.text), r.pos, len(n.Pairs)})
		r.names[name.In(r.text)]++
	}
}

// attributes reads the attributes of a tag into n and reports whether the tag is its element's end, too.
func (r *xmlReader) attributes(n *Node) bool {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '<':
			return false
		case c == '>':
			r.pos++
			return false
		case strings.HasPrefix(r.text[r.pos:], "/>"):
			r.pos += len("/>")
			return true
		case !xmlNameByte(c):
			r.pos++
		default:
			r.attribute(n)
		}
	}
	return false
}

func (r *xmlReader) attribute(n *Node) {
	name := r.name()
	r.blanks()
	if r.pos >= len(r.text) || r.text[r.pos] != '=' {
		return
	}
	r.pos++
	r.blanks()
	if r.pos >= len(r.text) || r.text[r.pos] != '"' && r.text[r.pos] != '\'' {
		return
	}
	quote := r.text[r.pos]
	start := r.pos + 1
	end := strings.IndexAny(r.text[start:], string(quote)+"<")
	if end >= 0 && r.text[start+end] == quote {
		r.pos = start + end + 1
	} else {
		limit := len(r.text)
		if end >= 0 {
			limit = start + end
		}
		end = trimEnd(r.text, start, lineEnd(r.text, start, limit)) - start
		if i := strings.IndexByte(r.text[start:start+end], '>'); i >= 0 {
			end = i
		}
		r.pos = start + end
	}
	n.Pairs = append(n.Pairs, Pair{Key: localName(name.In(r.text)), KeySpan: name, Value: r.scalar(r.text, start, start+end, quote)})
}

func (r *xmlReader) endTag() {
	start := r.pos
	r.pos += len("</")
	name := r.name().In(r.text)
	for r.pos < len(r.text) && strings.IndexByte("<>\n", r.text[r.pos]) < 0 {
		r.pos++
	}
	if strings.HasPrefix(r.text[r.pos:], ">") {
		r.pos++
	}
	for left := r.names[name]; left > 0 && r.names[name] == left; {
		r.end(start)
	}
}

// end ends the innermost element, whose content ends at pos.
func (r *xmlReader) end(pos int) {
	e := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	r.names[e.name]--
	if len(e.node.Pairs) > 0 {
		e.node.Span.End = max(e.node.Span.End, pos)
	}
	if len(e.node.Pairs) > e.own {
		return
	}
	start, end := e.content, max(e.content, pos)
	for start < end && (isBlank(r.text[start]) || r.text[start] == '\n') {
		start++
	}
	for end > start && (isBlank(r.text[end-1]) || r.text[end-1] == '\n') {
		end--
	}
	if strings.ContainsAny(r.text[start:end], "<") { // a comment
		end = start
	}
	if e.own > 0 {
		if start < end {
			e.node.Pairs = append(e.node.Pairs, Pair{KeySpan: claim.Span{Start: start, End: start}, Value: r.scalar(r.text, start, end, 0)})
		}
		return
	}
	*e.node = Node{Span: claim.Span{Start: start, End: end}, Text: r.text[start:end]}
}

// name reads the name at pos, which may be empty.
func (r *xmlReader) name() claim.Span {
	start := r.pos
	for r.pos < len(r.text) && xmlNameByte(r.text[r.pos]) {
		r.pos++
	}
	return claim.Span{Start: start, End: r.pos}
}

func xmlNameByte(c byte) bool {
	return letter(c) || digit(c) || strings.IndexByte("_-.:", c) >= 0 || c >= 0x80
}

// localName returns a name without its prefix.
func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

func (r *xmlReader) blanks() {
	for r.pos < len(r.text) && (isBlank(r.text[r.pos]) || r.text[r.pos] == '\n') {
		r.pos++
	}
}
