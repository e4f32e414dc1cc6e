package syntax

import (
	"strings"
)

// A flowState is what is known of the brackets that are open.
type flowState struct {
	// parent is the column of the entry that the brackets are the value of.
	parent int
	// depth is how many brackets are open, of which curly are { and square [.
	depth, curly, square int
	// over is set when the brackets are left unclosed.
	over bool
	// commas counts the lines that end as lines within brackets do, lost those that do not.
	commas, lost int
}

// brackets reads the bracketed node at pos. Where its lines do not look like the inside of brackets, only its
// first line is taken for it; the others are then read as what they would be without it.
func (r *yamlReader) brackets(parent int) *Node {
	start, end, depth := r.pos, r.end, r.depth
	line := lineEnd(r.text, start, r.end)
	if r.retries > 0 {
		r.flow = flowState{parent: parent}
		n := r.flowValue()
		unclosed := r.flow.over && r.flow.lost > r.flow.commas
		read := r.pos
		r.flow = flowState{}
		if !unclosed || read <= line {
			return n
		}
		r.retries -= read - start
	}
	r.pos, r.end, r.depth, r.flow = start, line, depth, flowState{parent: parent}
	n := r.flowValue()
	r.end, r.flow = end, flowState{}
	return n
}

// flowValue reads the node at pos, within brackets or as their outermost.
func (r *yamlReader) flowValue() *Node {
	anchor := ""
	for end := r.property(r.pos); end > r.pos; end = r.property(r.pos) {
		if r.text[r.pos] == '&' {
			anchor = r.text[r.pos+1 : end]
		}
		r.pos = end
		if !r.flowToken() || strings.IndexByte(",]}", r.text[r.pos]) >= 0 {
			return r.named(anchor, r.scalar(r.text, end, end, 0))
		}
	}
	var n *Node
	switch c := r.text[r.pos]; {
	case (c == '[' || c == '{') && !r.isTemplate(r.pos):
		n = r.flowCollection()
	case c == '"' || c == '\'':
		n = r.quoted(r.flow.parent)
	case c == '*':
		n = r.alias()
	}
	if n == nil {
		n = r.flowPlain()
	}
	return r.named(anchor, n)
}

// flowCollection reads the mapping or the sequence whose bracket is at pos.
func (r *yamlReader) flowCollection() *Node {
	kind, same := Sequence, &r.flow.square
	if r.text[r.pos] == '{' {
		kind, same = Mapping, &r.flow.curly
	}
	n := r.collection(kind, r.pos)
	if r.depth+r.flow.depth >= maxDepth {
		r.pos = lineEnd(r.text, r.pos, r.end)
		n = r.scalar(r.text, n.Span.Start, r.pos, 0)
		return n
	}
	r.pos++
	*same++
	r.flow.depth++
	for r.flowToken() {
		c := r.text[r.pos]
		if c == ']' || c == '}' {
			other := r.flow.curly
			if c == ']' {
				other = r.flow.square
			}
			if right := (c == '}') == (kind == Mapping); right || other == 0 {
				r.pos++
				if !right {
					continue
				}
			}
			break
		}
		if c == ',' || (c == '"' || c == '\'') && r.isStrayFlowQuote() {
			r.pos++
			continue
		}
		r.flowItem(n)
	}
	n.Span.End = max(n.Span.End, r.pos)
	*same--
	r.flow.depth--
	return n
}

// isStrayFlowQuote reports whether the quote at pos is the last of its line and opens nothing.
func (r *yamlReader) isStrayFlowQuote() bool {
	return isStrayQuote(r.text, r.pos) && r.closing(r.pos, r.flow.parent) < 0
}

// flowItem reads a sequence's item or a mapping's pair at pos, and the comma behind it. A pair in a sequence is
// a mapping of its own.
func (r *yamlReader) flowItem(n *Node) {
	start, startsLine := r.pos, r.startsLine()
	if r.isMark(r.pos, '?') {
		r.pos++
		if !r.flowToken() {
			return
		}
	}
	k := r.flowKey()
	end := r.pos
	isPair := r.flowToken() && r.flowColon(r.pos, k.Quote != 0 || k.Kind != Scalar)
	switch {
	case !isPair && n.Kind == Sequence:
		r.pos = end
		n.append(k)
	case !isPair:
		r.pos = end
		n.add(k.Span.In(r.text), k.Span, r.scalar(r.text, end, end, 0))
	case n.Kind == Sequence:
		if startsLine {
			r.flow.lost++
		}
		pair := r.collection(Mapping, start)
		pair.add(k.Span.In(r.text), k.Span, r.flowPairValue())
		n.append(pair)
	default:
		n.add(k.Span.In(r.text), k.Span, r.flowPairValue())
	}
	r.flowSeparator()
}

// flowKey reads what may be the name of a pair; empty where only a colon is left of it.
func (r *yamlReader) flowKey() *Node {
	if r.flowColon(r.pos, false) {
		return r.scalar(r.text, r.pos, r.pos, 0)
	}
	return r.flowValue()
}

// flowPairValue reads the value of a pair behind the colon at pos; empty where another pair or the end follows.
func (r *yamlReader) flowPairValue() *Node {
	r.pos++
	at := r.pos
	if !r.flowToken() || strings.IndexByte(",]}", r.text[r.pos]) >= 0 {
		return r.scalar(r.text, at, at, 0)
	}
	if r.startsLine() {
		if _, _, ok := r.key(r.pos); ok {
			r.flow.lost++
			return r.scalar(r.text, at, at, 0)
		}
	}
	return r.flowValue()
}

// flowSeparator moves over the comma behind an item and keeps count of lines that end with and without one.
func (r *yamlReader) flowSeparator() {
	end := r.pos
	if !r.flowToken() {
		return
	}
	switch c := r.text[r.pos]; {
	case c == ',':
		r.pos++
		comma := r.pos
		if r.flowToken() && strings.IndexByte(r.text[comma:r.pos], '\n') >= 0 {
			r.flow.commas++
		}
	case c != ']' && c != '}':
		if strings.IndexByte(r.text[end:r.pos], '\n') >= 0 {
			r.flow.lost++
		}
	}
}

// flowColon reports whether a colon that ends a name is at pos. Behind a quoted name it needs no blank.
func (r *yamlReader) flowColon(pos int, quoted bool) bool {
	if pos >= r.end || r.text[pos] != ':' {
		return false
	}
	return quoted || pos+1 == r.end || isBlank(r.text[pos+1]) || strings.IndexByte("\n,[]{}", r.text[pos+1]) >= 0
}

// startsLine reports whether only blanks precede pos on its line.
func (r *yamlReader) startsLine() bool {
	i := r.pos
	for i > 0 && isBlank(r.text[i-1]) {
		i--
	}
	return i == 0 || r.text[i-1] == '\n'
}

// flowPlain reads the plain scalar at pos, to the end of its line at most.
func (r *yamlReader) flowPlain() *Node {
	start, i := r.pos, r.pos
scan:
	for ; i < r.end; i++ {
		switch c := r.text[i]; c {
		case '\n', ',', '[', ']', '}':
			break scan
		case '{':
			if i > start && r.text[i-1] == '$' {
				variable := r.text[i:min(i+maxTemplate, r.end)]
				if end := strings.IndexAny(variable, "}\n"); end >= 0 && variable[end] == '}' {
					i += end
					continue
				}
			}
			end := templateEnd(r.text, i, r.end)
			if end == i {
				break scan
			}
			i = end
		case ':':
			if r.flowColon(i, false) {
				break scan
			}
		case '#':
			if i > start && isBlank(r.text[i-1]) {
				break scan
			}
		}
	}
	if i == start {
		i++ // a character that begins nothing; leaving it would read it forever
	}
	r.pos = i
	return r.scalar(r.text, start, trimEnd(r.text, start, i), 0)
}

// flowToken moves to the next token within brackets. It reports false, and stays, where the brackets are left:
// at the end, at an item of a block sequence, and at an entry no deeper than the one the brackets belong to.
func (r *yamlReader) flowToken() bool {
	if r.flow.over {
		return false
	}
	from, line := r.pos, false
	for r.pos < r.end {
		switch c := r.text[r.pos]; {
		case c == '\n':
			line = true
			r.col = 0
			r.pos++
			r.blanks()
		case isBlank(c):
			r.blanks()
		case r.atLineEnd():
			r.pos = lineEnd(r.text, r.pos, r.end)
		default:
			if line && r.flowLeft() {
				r.flow.over = true
				r.pos = from
				return false
			}
			return true
		}
	}
	r.flow.over = true
	r.pos = from
	return false
}

// flowLeft reports whether the line whose token is at pos cannot be within the open brackets.
func (r *yamlReader) flowLeft() bool {
	if r.isDash(r.pos) {
		r.flow.lost++
		return true
	}
	if r.col > r.flow.parent {
		return false
	}
	_, _, ok := r.key(r.pos)
	return ok
}
