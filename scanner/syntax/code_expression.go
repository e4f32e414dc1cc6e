package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// value reads what an equals sign or a colon gives a name. It may begin on the next line if that is deeper.
func (r *codeReader) value(b codeBrackets) *Node {
	if t := r.at(0); t.fresh && (b.statements && r.language == Python || t.indent <= r.at(-1).indent) {
		return r.scalar(r.text, r.end(), r.end(), 0)
	}
	return r.expression(b)
}

// expression reads a value: a collection, a string, a number, or whatever else up to where it ends. The
// settings that are inside of what else it is, are all it is.
func (r *codeReader) expression(b codeBrackets) *Node {
	first := r.i
	start := r.at(0).whole().Start
	inner := r.collection(Mapping, start)
	var only *Node
	operand := false
	for !r.expressionEnded(b, first) {
		t := r.at(0)
		if t.kind != codeMark {
			operand = t.kind != codeWord || !codeOperators[r.word(0)]
			r.i++
			continue
		}
		c := r.text[t.start]
		var n *Node
		switch {
		case c == '{' && r.language == Elixir && !r.behindPercent():
			n = r.bracketed(Sequence, codeBrackets{close: '}'})
		case c == '{' && (!operand && !r.behindArrow() || r.language == Elixir):
			n = r.bracketed(Mapping, codeBrackets{close: '}'})
		case c == '{':
			n = r.bracketed(Mapping, codeBrackets{close: '}', statements: true})
		case c == '[' && !operand && r.language == Elixir && (r.at(1).kind == codeWord || r.at(1).kind == codeString) && r.is(2, ":"):
			n = r.bracketed(Mapping, codeBrackets{close: ']'})
		case c == '[' && !operand:
			n = r.bracketed(Sequence, codeBrackets{close: ']'})
		case c == '[':
			r.bracketed(Sequence, codeBrackets{close: ']'})
			continue
		case c == '(':
			r.listening(inner)
			n = r.bracketed(Mapping, codeBrackets{close: ')', arguments: true})
		default:
			operand = false
			r.i++
			continue
		}
		operand = true
		if only = n; c == '(' || n.Kind == Mapping {
			inner.Pairs = append(inner.Pairs, n.Pairs...)
		} else {
			r.add(inner, "", claim.Span{Start: n.Span.Start, End: n.Span.Start}, n)
		}
	}
	if only != nil && only.Span.Start == start && only.Span.End == r.end() && r.text[start] != '(' {
		return only
	}
	if len(inner.Pairs) > 0 {
		if p := inner.Pairs[0]; len(inner.Pairs) == 1 && p.Key == "" && p.Value.Kind == Sequence && r.text[start] == '(' {
			return inner.Pairs[0].Value
		}
		inner.Span.End = r.end()
		return inner
	}
	return r.plain(first, start)
}

// listening adds what listen(3000) is given, which is at the bracket at hand.
func (r *codeReader) listening(n *Node) {
	port := r.at(1)
	if r.i == 0 || !r.is(-1, "listen") || port.kind != codeNumber && port.kind != codeWord || !r.is(2, ")") && !r.is(2, ",") {
		return
	}
	key := r.at(-1).whole()
	i := r.i
	r.i += 2
	r.add(n, "listen", key, r.plain(i+1, port.start))
	r.i = i
}

// plain returns the tokens from first on as a scalar.
func (r *codeReader) plain(first int, start int) *Node {
	if r.i == first {
		return r.scalar(r.text, start, start, 0)
	}
	t := r.tokens[first]
	if r.i == first+1 && t.kind == codeString {
		return r.scalar(r.text, t.start, t.end, t.quote)
	}
	n := r.scalar(r.text, start, r.end(), 0)
	if name := codeNameIn(n.Text); name != "" {
		r.names = append(r.names, codeName{n, name})
	}
	return n
}

// codeNameIn returns the name that an expression is, a conversion to a number around it aside, and "" where it is
// more.
func codeNameIn(s string) string {
	for _, f := range []string{"Number(", "parseInt(", "int(", "String(", "str(", "Integer(", "String.to_integer("} {
		if rest, found := strings.CutPrefix(s, f); found {
			s = strings.TrimSuffix(strings.TrimSuffix(rest, ")"), ", 10")
		}
	}
	s = strings.TrimPrefix(s, "+")
	if s == "" || digit(s[0]) || strings.IndexFunc(s, func(c rune) bool { return c < 0x80 && !wordByte(byte(c)) }) >= 0 {
		return ""
	}
	return s
}

// behindPercent reports whether the brace at hand begins a map or a struct of Elixir: %{ }, %Name{ }.
func (r *codeReader) behindPercent() bool {
	i := r.i - 1
	for i > 0 && r.tokens[i].end == r.tokens[i+1].start && (r.tokens[i].kind == codeWord || r.text[r.tokens[i].start] == '.') {
		i--
	}
	return i >= 0 && r.tokens[i].kind == codeMark && r.text[r.tokens[i].start] == '%'
}

// behindArrow reports whether the token at hand follows =>, whose brace begins a function's body.
func (r *codeReader) behindArrow() bool {
	return r.i > 0 && r.language == JavaScript && r.is(-1, "=>")
}

// expressionEnded reports whether the expression that began with the token first is at its end.
func (r *codeReader) expressionEnded(b codeBrackets, first int) bool {
	if r.ended(b) {
		return true
	}
	t := r.at(0)
	if r.is(0, ",") || r.is(0, ";") {
		return true
	}
	if r.i == first || !t.fresh {
		return false
	}
	if b.statements {
		return !r.continues()
	}
	return b.close == '}' && r.missesComma() || b.close == ']' && r.is(0, "{") && r.is(-1, "}")
}

// missesComma reports whether the token at hand, the first of its line, can only be a member of its own.
func (r *codeReader) missesComma() bool {
	if r.at(0).kind == codeMark {
		return false
	}
	if r.is(1, ":") && !r.is(-1, "?") && r.tolerant || r.language != JavaScript {
		return r.is(1, ":")
	}
	if before := r.at(-1); before.kind == codeMark {
		return strings.IndexByte(")]}", r.text[before.start]) >= 0
	}
	return !codeOperators[r.word(-1)] && !codeOperators[r.word(0)] && !r.is(0, "as") && !r.is(0, "satisfies")
}

// continues reports whether the token at hand, the first of its line, goes on with the expression of the line
// before.
func (r *codeReader) continues() bool {
	if r.language == Python {
		return false
	}
	if t := r.at(0); t.kind == codeMark && strings.IndexByte(".?:|&+", r.text[t.start]) >= 0 && !r.is(0, "...") && !(r.is(0, ":") && r.language.hasCommands()) {
		return true
	}
	before := r.at(-1)
	if before.kind == codeMark {
		return strings.IndexByte("=?:|&+.(<", r.text[before.start]) >= 0 && !(r.is(-1, ":") && r.at(-1).fresh)
	}
	return false
}
