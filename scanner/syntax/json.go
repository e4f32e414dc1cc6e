package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// JSON returns the root of a text of JSON (RFC 8259), of JSON with comments, or of JSON5; never nil, an empty
// scalar where there is nothing. Missing and superfluous commas are let pass, # begins a comment as // does,
// and {{ … }} is a scalar.
//
// A text that is broken is read once more by its indentation: a line no deeper than the one a bracket was opened
// on ends the bracket, a closing one is that of the line it is level with, and an unclosed quote ends with its
// line. A value that has lost its name, and further values behind the first, come under the empty name.
func JSON(text string) *Node {
	r := newJSONReader(text)
	n := r.root()
	if !r.broken {
		return n
	}
	r = newJSONReader(text)
	r.tolerant = true
	r.lastToken = len(strings.TrimRight(text, "]}, \t\r\n"))
	return r.root()
}

// A jsonReader reads a text from pos on.
type jsonReader struct {
	nodes

	text string
	pos  int
	// tolerant is set while a broken text is read, broken once it turns out to be while it is not.
	tolerant, broken bool

	// fresh is set when the token at tokenAt is the first of its line, whose indentation in bytes is indent.
	fresh           bool
	tokenAt, indent int
	// indented is set when lines within brackets are deeper than the brackets, so that indentation means something.
	indented bool

	depth           int
	objects, arrays int
	noCommentEnd    bool
	// lastToken is where the closing brackets at the text's end begin; it is only known while tolerant.
	lastToken int
}

func newJSONReader(text string) *jsonReader {
	return &jsonReader{text: text, pos: len(text) - len(strings.TrimPrefix(text, "\ufeff")), tokenAt: -1}
}

// root reads the whole text.
func (r *jsonReader) root() *Node {
	n := r.scalar(r.text, r.pos, r.pos, 0)
	if !r.token() {
		return n
	}
	for {
		if r.tolerant && r.isKey() {
			// The line with the object's opening bracket is lost.
			n = r.collection(Mapping, r.pos)
			r.depth, r.indented = 1, r.indent > 0
			r.members(n, brackets{indent: -1, least: -1})
			return n
		}
		n = r.value()
		if n.Kind != Scalar || !r.token() {
			break
		}
		if r.broken = true; !r.tolerant {
			return n
		}
	}
	r.broken = r.broken || r.token()
	return n
}

// brackets tells where a collection was opened: on a line indented by indent. A closing bracket that begins a
// line is its own when it is indented by at least least and at most indent.
type brackets struct{ indent, least int }

// value reads the value at pos, where a token is.
func (r *jsonReader) value() *Node {
	switch c := r.text[r.pos]; {
	case c == '"' || c == '\'':
		return r.quoted()
	case c == '{' && templateEnd(r.text, r.pos, len(r.text)) > r.pos:
	case c == '{' || c == '[':
		return r.nested()
	}
	return r.bare()
}

// nested reads the object or the array whose bracket is at pos.
func (r *jsonReader) nested() *Node {
	if r.depth >= maxDepth {
		return r.opaque()
	}
	if r.depth == 0 {
		r.indent = 0 // the root is no deeper than anything, whatever its line
	}
	r.depth++
	at := brackets{r.indent, r.indent}
	var n *Node
	if r.text[r.pos] == '{' {
		n = r.collection(Mapping, r.pos)
		r.pos++
		r.objects++
		r.members(n, at)
		r.objects--
	} else {
		n = r.collection(Sequence, r.pos)
		r.pos++
		r.arrays++
		r.elements(n, at)
		r.arrays--
	}
	r.depth--
	n.Span.End = max(n.Span.End, r.pos)
	return n
}

// members reads an object's members into n, and its closing bracket.
func (r *jsonReader) members(n *Node, at brackets) {
	for r.more(at, '}') {
		c := r.text[r.pos]
		if c == ':' {
			r.broken = true
			r.pos++
			continue
		}
		key := claim.Span{Start: r.pos, End: r.pos}
		if (c == '{' || c == '[') && templateEnd(r.text, r.pos, len(r.text)) == r.pos {
			r.broken = true
			if len(n.Pairs) == 0 && !r.fresh {
				r.pos++ // one too many, right behind the object's own
				continue
			}
			n.add("", key, r.nested())
			continue
		}
		if c == '"' || c == '\'' {
			key = r.quotedKey()
		} else {
			key = r.bare().Span
		}
		n.add(key.In(r.text), key, r.member(at))
	}
}

// member reads what is behind a member's name: a colon and a value, either of which may be missing. The object that
// it is a member of was opened at at.
func (r *jsonReader) member(at brackets) *Node {
	end := r.pos
	if !r.token() {
		r.broken = true
		return r.scalar(r.text, end, end, 0)
	}
	colon := r.text[r.pos] == ':'
	if colon {
		r.pos++
		end = r.pos
	}
	there := r.token()
	if there && !colon {
		there = !r.fresh
	}
	if !there || strings.IndexByte(",]}", r.text[r.pos]) >= 0 || r.fresh && r.tolerant && (r.isKey() || r.indented && r.indent <= at.indent) {
		r.broken = true
		return r.scalar(r.text, end, end, 0)
	}
	r.broken = r.broken || !colon
	return r.value()
}

// elements reads an array's elements into n, and its closing bracket.
func (r *jsonReader) elements(n *Node, at brackets) {
	for r.more(at, ']') {
		if r.text[r.pos] == ':' {
			r.broken = true
			r.pos++
			continue
		}
		if r.isKey() {
			r.broken = true
			if r.tolerant && !r.fresh && r.objects > 0 {
				return
			}
			// The line with the opening bracket of an object is lost.
			object := r.collection(Mapping, r.pos)
			r.objects++
			r.depth++
			r.members(object, brackets{r.indent - 1, at.indent + 1})
			r.depth--
			r.objects--
			if last := len(n.Items) - 1; last >= 0 && n.Items[last].isWord() {
				n.Items = n.Items[:last] // what the line has instead
			}
			n.append(object)
			continue
		}
		v := r.value()
		if r.tolerant && v.Kind != Scalar && v.Span.Len() == 1 {
			continue // a bracket that nothing belongs to, not even a closing one
		}
		n.append(v)
	}
}

// isWord reports whether n is text that should have been in quotes.
func (n *Node) isWord() bool {
	return n.Kind == Scalar && n.Quote == 0 && n.Text != "" && letter(n.Text[0]) &&
		n.Text != "true" && n.Text != "false" && n.Text != "null"
}

// more moves to the next token of a collection and reports whether it is a part of it; otherwise the collection
// is at its end, its closing bracket, where there is one, behind pos.
func (r *jsonReader) more(at brackets, closing byte) bool {
	if r.broken && !r.tolerant {
		return false
	}
	for before := r.pos; r.token(); {
		c := r.text[r.pos]
		if r.depth == 1 && r.fresh && c != closing {
			r.indented = r.indented || r.indent > 0
		}
		byIndent := r.tolerant && r.fresh && r.indented
		switch {
		case c == ',':
			r.pos++
		case c == ']' || c == '}':
			if !byIndent && c == closing || byIndent && at.least <= r.indent && r.indent <= at.indent {
				r.broken = r.broken || c != closing
				r.pos++
				if r.depth > 1 || !r.tolerant || !r.restHasToken() {
					return false
				}
				continue // the root's own comes last
			}
			r.broken = true
			if byIndent && r.indent < at.least || !byIndent && r.enclosed(c) {
				r.pos = before
				return false
			}
			r.pos++
		case r.tolerant && r.isStray():
			r.pos++
			if strings.IndexByte("[]{}", r.text[min(r.pos, len(r.text)-1)]) >= 0 {
				r.tokenAt = r.pos // the bracket behind takes its place
			}
		case byIndent && r.indent <= at.indent && (strings.IndexByte("\"'[{-", c) >= 0 || digit(c) || r.isKey()):
			r.pos = before
			return false
		default:
			return true
		}
		before = r.pos
	}
	r.broken = true
	return false
}

// isStray reports whether a quote is at pos that opens nothing (it is the last of its line, doubled, or before a
// bracket and unclosed), or an opening bracket right before one that closes another kind.
func (r *jsonReader) isStray() bool {
	var next byte
	if r.pos+1 < len(r.text) {
		next = r.text[r.pos+1]
	}
	switch r.text[r.pos] {
	case '"', '\'':
		return isStrayQuote(r.text, r.pos) || strings.IndexByte("[]{}", next) >= 0 && r.stringEnd() < 0
	case '[':
		return next == '}'
	case '{':
		return next == ']'
	}
	return false
}

// enclosed reports whether a collection is open that c closes.
func (r *jsonReader) enclosed(c byte) bool {
	if c == '}' {
		return r.objects > 0
	}
	return r.arrays > 0
}

// restHasToken reports whether anything but closing brackets is left.
func (r *jsonReader) restHasToken() bool {
	return r.pos < r.lastToken
}

// lineEnd returns where the line of pos ends.
func (r *jsonReader) lineEnd() int { return lineEnd(r.text, r.pos, len(r.text)) }
