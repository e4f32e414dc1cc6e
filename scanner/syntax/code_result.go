package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Result returns what a scalar of [Code] comes to where the environment gives no variable: a string's text, a
// number's digits, the 3000 in process.env.PORT || 3000, in ENV.fetch("PORT") { 3000 } and in
// int(os.environ.get("PORT", 3000)), which then has the variable. A variable without a default is a hole. It is the
// empty Text where the source does not tell, or tells two values.
func (n *Node) Result() Text {
	n = n.Resolved()
	if n == nil || n.Kind != Scalar {
		return Text{}
	}
	return result(Verbatim(n.Text, n.Span.Start), n, 0)
}

func result(t Text, n *Node, depth int) Text {
	switch {
	case depth > maxNesting:
		return Text{}
	case n.Quote == '`':
		return t.fillIn(depth)
	case n.Quote != 0:
		return n.Value()
	}
	e := evaluation{source: t, depth: depth}
	return e.run()
}

// fillIn returns the text of a template with the results of its expressions in their place. One that comes to
// nothing is a NUL byte without a variable.
func (t Text) fillIn(depth int) Text {
	b := builder{source: t}
	var variables []Variable
	for i := 0; i < len(t.Value); i++ {
		c := t.Value[i]
		open := i
		if (c == '$' || c == '#') && strings.HasPrefix(t.Value[i+1:], "{") {
			open = i + 1
		}
		n := 0
		if t.Value[open] == '{' {
			n = expressionEnd(t.Value[open:])
		}
		if n == 0 {
			b.add(c, i)
			continue
		}
		inner := t.Slice(open+1, open+n)
		e := evaluation{source: inner, depth: depth + 1}
		value := e.run()
		if value.Value == "" {
			b.add(0, i)
		}
		for k := range len(value.Value) {
			b.value = append(b.value, value.Value[k])
			b.at = append(b.at, value.offset(k))
		}
		for _, v := range value.variables {
			v.Span = t.Span(i, open+n+1)
			variables = append(variables, v)
			if v.Open {
				b.at[len(b.at)-1] = v.Span.Start
			}
		}
		i = open + n
	}
	text := b.text()
	text.variables = variables
	return text
}

// An evaluation finds the one value in an expression.
type evaluation struct {
	source Text
	depth  int
	tokens []codeToken
	i      int

	variable string
	values   []Text
	// fallback is set where the expression has a value for when another has none, joined where it puts values together.
	fallback, joined bool
	unclear          bool
}

var (
	// codeConversions are the calls that leave a value what it is, and other words that mean nothing of their own.
	codeConversions = codeWords("Number parseInt String int str Integer Float float default or do end to_i to_s presence toString process os meta import " +
		"null nil None undefined Deno Bun as number string trim strip cast System to_integer to_string")
	// codeEnvironments are the words that an environment variable's name follows.
	codeEnvironments = codeWords("env ENV environ getenv Env get_env fetch_env")
	// codePunctuation is what an expression may have that comes to one value.
	codePunctuation = codeWords(". ?. :: ( ) [ ] { } , || ?? ! ? : = + | |>")
)

func (e *evaluation) run() Text {
	l := codeLexer{text: e.source.Value, language: JavaScript}
	l.run()
	e.tokens = l.tokens
	for ; e.i < len(e.tokens); e.i++ {
		t := e.tokens[e.i]
		switch t.kind {
		case codeMark:
			e.mark()
		case codeNumber:
			if w := e.text(e.i); w != "10" || !e.isMark(e.i-1, ",") || len(e.values) == 0 && e.variable == "" { // no radix
				e.values = append(e.values, e.source.Slice(t.start, t.end))
			}
		case codeString:
			n := Node{Text: e.source.Value[t.start:t.end], Quote: t.quote}
			n.Span = claim.Span{Start: e.source.offset(t.start), End: e.source.offset(t.start) + len(n.Text)}
			e.values = append(e.values, result(e.source.Slice(t.start, t.end), &n, e.depth+1))
		case codeWord:
			e.word()
		case codeOpaque:
			e.unclear = true
		}
	}
	return e.done()
}

func (e *evaluation) done() Text {
	if e.joined {
		e.join()
	}
	switch {
	case e.unclear || len(e.values) > 1 || len(e.tokens) == 0:
		return Text{}
	case len(e.values) == 1 && e.variable == "":
		return e.values[0]
	case len(e.values) == 1:
		value := e.values[0]
		value.variables = append([]Variable{{Name: e.variable, Span: e.span()}}, value.variables...)
		return value
	case e.variable != "":
		return Text{Value: "\x00", at: []int{e.span().Start}, variables: []Variable{{Name: e.variable, Span: e.span(), Open: true}}}
	}
	return Text{}
}

// join makes one value of a text and what is added to it: "127.0.0.1:" + "8000". A sum of numbers is not worked out.
func (e *evaluation) join() {
	if len(e.values) != 2 || !strings.HasSuffix(e.values[0].Value, ":") || e.fallback && e.variable == "" {
		e.unclear = true
		return
	}
	b := builder{source: e.source}
	for _, v := range e.values {
		b.value = append(b.value, v.Value...)
		for k := range len(v.Value) {
			b.at = append(b.at, v.offset(k))
		}
	}
	e.values = []Text{b.text()}
}

// span returns the place of the whole expression.
func (e *evaluation) span() claim.Span { return e.source.Span(0, len(e.source.Value)) }

func (e *evaluation) text(i int) string { return e.source.Value[e.tokens[i].start:e.tokens[i].end] }

func (e *evaluation) isMark(i int, s string) bool {
	return i >= 0 && i < len(e.tokens) && e.tokens[i].kind == codeMark && e.text(i) == s
}

// mark reads punctuation. What decides between the values of ?: is none of them.
func (e *evaluation) mark() {
	switch m := e.text(e.i); {
	case m == "?" && !e.fallback:
		e.values, e.unclear = nil, false
	case m == "||" || m == "??":
		e.fallback = true
	case m == "+" && e.i > 0 && !e.isMark(e.i-1, "(") && !e.isMark(e.i-1, "?") && !e.isMark(e.i-1, ":"):
		e.joined = true
	case !codePunctuation[m]:
		e.unclear = true
	}
}

// word reads a name: of an environment variable, of a conversion, or of something that is not known here, whose
// value is only passed over where another stands in for it.
func (e *evaluation) word() {
	w := e.text(e.i)
	switch {
	case codeEnvironments[w] && e.environment():
	case codeConversions[w]:
		e.fallback = e.fallback || w == "or"
	case e.isMark(e.i-1, ".") || e.isMark(e.i-1, "?."):
		if e.isMark(e.i+1, "(") {
			e.unclear = true
		}
	case e.isMark(e.i+1, "("):
		e.unclear = true
	default:
		e.unclear = e.unclear || !e.followedByFallback()
	}
}

// followedByFallback reports whether something stands in for the value at hand where it has none.
func (e *evaluation) followedByFallback() bool {
	for i := e.i + 1; i < len(e.tokens); i++ {
		if e.isMark(i, "||") || e.isMark(i, "??") || e.isMark(i, "?") || e.tokens[i].kind == codeWord && e.text(i) == "or" {
			return true
		}
	}
	return false
}

// environment reads what follows the word for the environment: .PORT, ["PORT"], .get("PORT", .fetch("PORT", !("PORT".
func (e *evaluation) environment() bool {
	i := e.i + 1
	if e.isMark(i, "!") {
		i++
	}
	if e.isMark(i, ".") && i+2 < len(e.tokens) && e.tokens[i+1].kind == codeWord && e.isMark(i+2, "(") {
		i += 2
	}
	if i+1 >= len(e.tokens) {
		return false
	}
	switch name := e.tokens[i+1]; {
	case e.isMark(i, ".") && name.kind == codeWord, (e.isMark(i, "[") || e.isMark(i, "(")) && name.kind == codeString:
		e.variable = e.text(i + 1)
		e.i = i + 1
		return true
	}
	return false
}

// Alternatives returns the strings in a scalar of [Code], templates with what their expressions come to, and the
// numbers between which it chooses: what is written in an expression that has no single Result.
func (n *Node) Alternatives() []Text {
	n = n.Resolved()
	if n == nil || n.Kind != Scalar {
		return nil
	}
	if n.Quote != 0 {
		return []Text{n.Result()}
	}
	e := evaluation{source: Verbatim(n.Text, n.Span.Start)}
	l := codeLexer{text: n.Text, language: JavaScript}
	l.run()
	e.tokens = l.tokens
	var all []Text
	for i, t := range l.tokens {
		switch {
		case t.kind == codeString:
			s := Node{Text: n.Text[t.start:t.end], Quote: t.quote, Span: claim.Span{Start: n.Span.Start + t.start, End: n.Span.Start + t.end}}
			all = append(all, s.Result())
		case t.kind == codeNumber && (e.isMark(i-1, "?") || e.isMark(i-1, ":")) && (e.isMark(i+1, ":") || i+1 == len(l.tokens)):
			all = append(all, e.source.Slice(t.start, t.end))
		}
	}
	return all
}
