package syntax

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// maxExpansion bounds the length of a text that has been put together from others.
const maxExpansion = 1 << 16

// Expand returns the text with every reference between the marks open and closing, $( and ) in a makefile, replaced
// by what value returns for the text in between, and by a hole (see [Text.Hole]) where that returns false. What
// takes a reference's place keeps its own place in the file. Marks may nest; an opening one that is not closed
// stays as it is, and so do an empty reference and one that begins with a dollar sign behind another (the shell's own in
// a makefile).
func (t Text) Expand(open, closing string, value func(inner Text) (Text, bool)) Text {
	if !strings.Contains(t.Value, open) {
		return t
	}
	out := builder{source: t}
	variables := slices.Clone(t.variables)
	retries := 4*len(t.Value) + maxReference // how many bytes may be looked through in vain, so that the time is linear
	for i := 0; i < len(t.Value); {
		end := -1
		escaped := open[0] == '$' && i > 0 && t.Value[i-1] == '$'
		if strings.HasPrefix(t.Value[i:], open) && !escaped && len(out.value) < maxExpansion && retries > 0 {
			if end = closingMark(t.Value, i+len(open), open, closing); end < 0 {
				retries -= min(len(t.Value)-i, maxReference)
			}
		}
		if end < 0 {
			out.add(t.Value[i], i)
			i++
			continue
		}
		inner := t.Slice(i+len(open), end).Trim()
		if inner.Value == "" { // the name is still to be typed
			for ; i < end+len(closing); i++ {
				out.add(t.Value[i], i)
			}
			continue
		}
		if v, ok := value(inner); ok {
			for k := range v.Value {
				out.value, out.at = append(out.value, v.Value[k]), append(out.at, v.offset(k))
			}
			variables = append(variables, v.variables...)
		} else {
			span := claim.Span{Start: t.offset(i), End: t.offset(end+len(closing)-1) + 1}
			variables = append(variables, Variable{Name: inner.Value, Span: span, Open: true})
			out.add(0, i)
		}
		i = end + len(closing)
	}
	text := out.text()
	text.variables = variables
	return text
}

// Replace returns the text with every old replaced by other, whose bytes stand where the old one begins.
func (t Text) Replace(old, other string) Text {
	if old == "" || !strings.Contains(t.Value, old) {
		return t
	}
	out := builder{source: t}
	for i := 0; i < len(t.Value); {
		if !strings.HasPrefix(t.Value[i:], old) {
			out.add(t.Value[i], i)
			i++
			continue
		}
		for k := range other {
			out.add(other[k], i)
		}
		i += len(old)
	}
	return out.text()
}

// closingMark returns where the mark is that closes the reference whose inside begins at i, or -1.
func closingMark(s string, i int, open, closing string) int {
	end := min(len(s), i+maxReference)
	for depth := 1; i < end; i++ {
		switch {
		case strings.HasPrefix(s[i:], closing):
			if depth--; depth == 0 {
				return i
			}
		case strings.HasPrefix(s[i:], open):
			depth++
		}
	}
	return -1
}
