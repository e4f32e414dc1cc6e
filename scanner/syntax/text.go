package syntax

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A Text is what a program reads out of a value: quotes and escapes undone, variables replaced by their
// defaults. It knows for every byte where in the file that byte stands.
type Text struct {
	// Value is the text. A variable without a default stands in it as one NUL byte; see Variable.
	Value string

	start     int   // where Value stands in the file, if at is nil
	at        []int // where each byte of Value stands in the file
	variables []Variable
}

// A Variable is a reference to an environment variable in a file.
type Variable struct {
	Name string
	// Span is the place of the whole reference, ${NAME:-default}.
	Span claim.Span
	// Open is set where the reference has no default.
	Open bool
}

// Verbatim returns the Text of a part of a file that stands there as it is, from the byte offset start on.
func Verbatim(value string, start int) Text { return Text{Value: value, start: start} }

// Value returns the text of a scalar, quotes and escapes undone, and the line ends of a folded one turned to
// blanks. It is the empty Text for what is not a scalar.
func (n *Node) Value() Text {
	n = n.Resolved()
	if n == nil || n.Kind != Scalar {
		return Text{}
	}
	t := Verbatim(n.Text, n.Span.Start)
	if n.Quote != '|' && strings.ContainsAny(n.Text, "\r\n") {
		t.Value = strings.NewReplacer("\n", " ", "\r", " ").Replace(t.Value)
	}
	switch {
	case n.Quote == '"' && strings.Contains(n.Text, `\`):
		return t.unescape()
	case n.Quote == '\'' && strings.Contains(n.Text, "''"):
		return t.undouble()
	}
	return t
}

// unescape undoes backslash escapes. Only those that matter to words and numbers are told apart: a line end
// or a tab becomes a blank of its kind, any other character stands for itself.
func (t Text) unescape() Text {
	b := builder{source: t}
	for i := 0; i < len(t.Value); i++ {
		c := t.Value[i]
		if c == '\\' && i+1 < len(t.Value) {
			i++
			switch c = t.Value[i]; c {
			case 'n':
				c = '\n'
			case 't':
				c = '\t'
			case 'r':
				c = '\r'
			}
		}
		b.add(c, i)
	}
	return b.text()
}

// undouble turns two single quotes into one.
func (t Text) undouble() Text {
	b := builder{source: t}
	for i := 0; i < len(t.Value); i++ {
		if strings.HasPrefix(t.Value[i:], "''") {
			i++
		}
		b.add(t.Value[i], i)
	}
	return b.text()
}

// Slice returns the bytes from i to j of the text.
func (t Text) Slice(i, j int) Text {
	s := Text{Value: t.Value[i:j], start: t.start + i, variables: t.variables}
	if t.at != nil {
		s.at = t.at[i:j]
	}
	return s
}

// Trim returns the text without blanks and line ends around it.
func (t Text) Trim() Text {
	left := len(t.Value) - len(strings.TrimLeft(t.Value, " \t\r\n"))
	return t.Slice(left, left+len(strings.TrimSpace(t.Value[left:])))
}

// Split returns the parts of the text between the bytes that are separators.
func (t Text) Split(separators string) []Text {
	var parts []Text
	from := 0
	for i := range len(t.Value) + 1 {
		if i == len(t.Value) || strings.IndexByte(separators, t.Value[i]) >= 0 {
			parts = append(parts, t.Slice(from, i))
			from = i + 1
		}
	}
	return parts
}

// Cut returns what is before and after the first separator, and whether there is one.
func (t Text) Cut(separator byte) (before, after Text, found bool) {
	if i := strings.IndexByte(t.Value, separator); i >= 0 {
		return t.Slice(0, i), t.Slice(i+1, len(t.Value)), true
	}
	return t, t.Slice(len(t.Value), len(t.Value)), false
}

// Span returns the place in the file of the bytes from i to j of the text. An empty stretch stands where its
// next byte does.
func (t Text) Span(i, j int) claim.Span {
	from := t.offset(i)
	if i == j {
		return claim.Span{Start: from, End: from}
	}
	return claim.Span{Start: from, End: max(from, t.offset(j-1)+1)}
}

// Cover returns the place in the file of the bytes from i to j, with the whole of a variable that supplies the
// first or the last of them.
func (t Text) Cover(i, j int) claim.Span {
	s := t.Span(i, j)
	if i == j {
		return s
	}
	for _, v := range t.variables {
		for _, at := range [2]int{t.offset(i), t.offset(j - 1)} {
			if v.Span.Start <= at && at < v.Span.End {
				s.Start, s.End = min(s.Start, v.Span.Start), max(s.End, v.Span.End)
			}
		}
	}
	return s
}

// Unbroken reports whether the bytes from i to j stand beside each other in the file, with no quote, escape or
// variable between them.
func (t Text) Unbroken(i, j int) bool { return i == j || t.offset(j-1)-t.offset(i) == j-1-i }

// Variable returns the innermost variable that supplies byte i of the text, or nil.
func (t Text) Variable(i int) *Variable {
	var inner *Variable
	for k := range t.variables {
		v := &t.variables[k]
		if at := t.offset(i); v.Span.Start <= at && at < v.Span.End &&
			(inner == nil || v.Span.Len() < inner.Span.Len()) {
			inner = v
		}
	}
	return inner
}

// Hole returns the variable that byte i stands for, or nil where the byte is one of the file's.
func (t Text) Hole(i int) *Variable {
	if i < 0 || i >= len(t.Value) || t.Value[i] != 0 || len(t.variables) == 0 {
		return nil
	}
	if v := t.Variable(i); v != nil && v.Open {
		return v
	}
	return nil
}

// offset returns where byte i stands in the file; for the end of the text, the place behind its last byte.
func (t Text) offset(i int) int {
	switch {
	case t.at == nil:
		return t.start + i
	case i < len(t.at):
		return t.at[i]
	case len(t.at) > 0:
		return t.at[len(t.at)-1] + 1
	}
	return t.start
}

// A builder puts a Text together from bytes of another.
type builder struct {
	source Text
	value  []byte
	at     []int
}

// add appends a byte that stands where byte i of the source does.
func (b *builder) add(c byte, i int) {
	b.value = append(b.value, c)
	b.at = append(b.at, b.source.offset(i))
}

// addAll appends the bytes from i to j of the source.
func (b *builder) addAll(i, j int) {
	b.value, b.at = slices.Grow(b.value, j-i), slices.Grow(b.at, j-i)
	for ; i < j; i++ {
		b.add(b.source.Value[i], i)
	}
}

// text returns what was added; the builder may be filled anew. Most texts stand in the file as they are, and need no
// place for each byte.
func (b *builder) text() Text {
	t := Text{Value: string(b.value), start: b.source.start, variables: b.source.variables}
	for i, at := range b.at {
		if at != b.at[0]+i {
			t.at = slices.Clone(b.at)
			return t
		}
	}
	if len(b.at) > 0 {
		t.start = b.at[0]
	}
	return t
}
