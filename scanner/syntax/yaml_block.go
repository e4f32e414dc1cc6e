package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// mapping reads the entries of a block mapping whose first begins at pos: the lines deeper than column parent.
func (r *yamlReader) mapping(parent int) *Node {
	c := r.col
	n := r.collection(Mapping, r.pos)
	defer r.open(c)()
	for r.col > parent {
		switch last := len(n.Pairs) - 1; {
		case strings.IndexByte("]},", r.text[r.pos]) >= 0:
			r.nextLine()
		case r.isDash(r.pos) && r.col == r.dash && last >= 0:
			return n
		case last >= 0 && r.col <= c && r.isDash(r.pos):
			n.add(n.Pairs[last].Key, n.Pairs[last].KeySpan, r.sequence(r.col))
		case last >= 0 && r.col > c:
			if more := r.value(r.col-1, false); more.Kind != Scalar {
				n.add(n.Pairs[last].Key, n.Pairs[last].KeySpan, more)
			}
		default:
			r.entry(n)
		}
	}
	return n
}

// entry reads the entry at pos, or the line as a name without a value.
func (r *yamlReader) entry(n *Node) {
	if r.isMark(r.pos, '?') {
		r.explicitEntry(n)
		return
	}
	start, c := r.pos, r.col
	name, colon, ok := r.key(start)
	switch {
	case !ok:
		name, r.pos = r.lone(start)
	default:
		if r.text[start] == '&' && r.property(start) > start {
			r.named(r.text[start+1:r.property(start)], r.scalar(r.text, name.Start, name.End, 0))
		}
		r.pos = colon + 1
	}
	n.add(name.In(r.text), name, r.value(c, true))
}

// lone returns the span of the name that the line at pos is without a colon, and the offset behind it.
func (r *yamlReader) lone(pos int) (name claim.Span, end int) {
	end = r.plainEnd(pos, lineEnd(r.text, pos, r.end))
	if c := r.text[pos]; c != '"' && c != '\'' {
		return claim.Span{Start: pos, End: end}, end
	}
	if closed := closingQuote(r.text, pos, end); closed >= 0 {
		return claim.Span{Start: pos + 1, End: closed}, end
	}
	return claim.Span{Start: pos + 1, End: max(pos+1, end)}, end
}

// explicitEntry reads an entry of the form "? name" and, on another line, ": value".
func (r *yamlReader) explicitEntry(n *Node) {
	c := r.col
	r.pos++
	r.col++
	k := r.value(c, false)
	name := k.Span
	if r.col != c || !r.isMark(r.pos, ':') {
		n.add(name.In(r.text), name, r.scalar(r.text, name.End, name.End, 0))
		return
	}
	r.pos++
	r.col++
	n.add(name.In(r.text), name, r.value(c, false))
}

// sequence reads the items of a block sequence whose first begins at pos. Their lines are deeper than column
// parent, or, behind a key, level with it; then the first line without a dash ends the sequence.
func (r *yamlReader) sequence(parent int) *Node {
	c, outer := r.col, r.dash
	r.dash = c
	n := r.collection(Sequence, r.pos)
	defer r.open(c)()
	for r.col > parent || r.col == parent && c == parent && r.isDash(r.pos) {
		switch {
		case strings.IndexByte("]},", r.text[r.pos]) >= 0:
			r.nextLine()
			continue
		case r.isDash(r.pos) || r.col <= c && c > parent && r.text[r.pos] == '-':
			col := r.col
			r.pos++
			r.col++
			n.append(r.value(col, false))
		default:
			// A line that has lost its dash still counts as an item, so that the ones below keep their places.
			n.append(r.value(r.col-1, false))
		}
	}
	r.dash = outer
	return n
}

// open notes that a collection at column c is open until the function it returns is called.
func (r *yamlReader) open(c int) (done func()) {
	n := len(r.columns)
	if n == 0 || r.columns[n-1] < c {
		r.columns = append(r.columns, c)
	}
	return func() { r.columns = r.columns[:n] }
}

// add puts a pair at the end of a mapping.
func (n *Node) add(key string, span claim.Span, v *Node) {
	n.Pairs = append(n.Pairs, Pair{key, span, v})
	n.Span.End = max(n.Span.End, span.End, v.Span.End)
}

// append puts an item at the end of a sequence.
func (n *Node) append(item *Node) {
	n.Items = append(n.Items, item)
	n.Span.End = max(n.Span.End, item.Span.End)
}
