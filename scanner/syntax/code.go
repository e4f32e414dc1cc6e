package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A Language is a programming language that configuration is written in.
type Language uint8

const (
	// JavaScript is ECMAScript, TypeScript included.
	JavaScript Language = iota
	// Python is Python, Starlark included.
	Python
	// Ruby is Ruby.
	Ruby
	// Elixir is Elixir.
	Elixir
)

// Code returns the settings in a program: its assignments, the literals of its objects, dictionaries and hashes,
// the named arguments of calls (Python, Ruby, Elixir), what is given to a call of listen, and the commands with arguments
// of a Ruby or an Elixir file, all as pairs. A keyword list of Elixir is a mapping, and a tuple a sequence. What only
// wraps settings adds no name, and a statement with a string has the empty one: server.port is the path in
//
//	export default defineConfig(({ mode }) => { return { server: { port: 3000 } } })
//
// An expression that is more than a string or a number is a plain scalar of source text; see [Node.Result]. A name of
// something that the program assigns is an alias for it, and ...name is a merge of it.
//
// A text that is broken is read once more by its indentation, as JSON is: a line no deeper than the one a bracket was
// opened on ends the bracket, and a string ends with its line.
func Code(text string, language Language) *Node {
	r := newCodeReader(text, language, false)
	if root := r.root(); !r.broken {
		return root
	}
	return newCodeReader(text, language, true).root()
}

// A codeReader reads the tokens of a program.
type codeReader struct {
	nodes

	text     string
	language Language
	tokens   []codeToken
	i        int
	depth    int
	// tolerant is set while a broken text is read, broken once it turns out to be while it is not.
	tolerant, broken bool

	// names are the scalars that are nothing but a name, to be looked up among what is assigned once all is read.
	names    []codeName
	assigned map[string]*Node
}

// A codeName is a node that is a name in the source.
type codeName struct {
	node *Node
	name string
}

func newCodeReader(text string, language Language, tolerant bool) *codeReader {
	l := codeLexer{text: text, language: language, tolerant: tolerant}
	l.run()
	return &codeReader{text: text, language: language, tokens: l.tokens, tolerant: tolerant, broken: l.broken, assigned: map[string]*Node{}}
}

func (r *codeReader) root() *Node {
	n := r.collection(Mapping, 0)
	n.Span.End = len(r.text)
	for r.i < len(r.tokens) {
		r.members(n, codeBrackets{indent: -1, statements: true})
		if r.i < len(r.tokens) { // a closing bracket of nothing
			r.broken = true
			r.i++
		}
	}
	for _, name := range r.names {
		if to := r.assigned[name.name]; to != nil && to != name.node {
			*name.node = Node{Span: name.node.Span, Alias: to}
		}
	}
	return n
}

// codeBrackets is what a reader is inside of.
type codeBrackets struct {
	close byte // the closing bracket, 0 for the file
	// indent is that of the line with the opening bracket.
	indent int
	// statements end with their line; members and arguments end with a comma.
	statements bool
	// arguments are in parentheses, where names only have values in Python and Ruby.
	arguments bool
}

// hasCommands reports whether a name with arguments behind it and no parentheses is a call.
func (l Language) hasCommands() bool { return l == Ruby || l == Elixir }

// at returns the token n further on; behind the last comes an empty one.
func (r *codeReader) at(n int) codeToken {
	if r.i+n < len(r.tokens) {
		return r.tokens[r.i+n]
	}
	return codeToken{start: len(r.text), end: len(r.text), fresh: true, indent: -1}
}

// is reports whether the token n further on is that punctuation or word.
func (r *codeReader) is(n int, s string) bool {
	t := r.at(n)
	return (t.kind == codeMark || t.kind == codeWord) && r.text[t.start:t.end] == s
}

// ended reports whether the brackets end before the token at hand, which their closing one need not be.
func (r *codeReader) ended(b codeBrackets) bool {
	if r.i >= len(r.tokens) {
		r.broken = r.broken || b.close != 0
		return true
	}
	for r.tolerant && b.close != 0 && r.at(0).closes && r.at(0).indent > b.indent {
		r.i++ // what it closes is lost with its line
	}
	if t := r.at(0); r.tolerant && b.close != 0 && t.fresh && t.indent <= b.indent {
		return true
	}
	return r.isClosing()
}

// isClosing reports whether the token at hand is a closing bracket.
func (r *codeReader) isClosing() bool {
	return r.i < len(r.tokens) && r.at(0).kind == codeMark && strings.IndexByte(")]}", r.text[r.at(0).start]) >= 0
}

// closed moves over the closing bracket, which may be missing.
func (r *codeReader) closed(n *Node, b codeBrackets) {
	switch t := r.at(0); {
	case !r.isClosing():
		r.broken = true
	case r.text[t.start] == b.close && (!r.tolerant || !t.closes || t.indent >= b.indent):
		r.i++
	case r.tolerant && t.closes && t.indent == b.indent:
		r.i++ // the right one is lost with its line
	default:
		r.broken = true
	}
	n.Span.End = r.end()
}

// end returns where the last token read ends.
func (r *codeReader) end() int {
	if r.i == 0 {
		return 0
	}
	return r.tokens[r.i-1].whole().End
}

// members reads what is in brackets, or in the file, into n. The closing bracket is left.
func (r *codeReader) members(n *Node, b codeBrackets) {
	for !r.ended(b) {
		if r.is(0, ",") || r.is(0, ";") {
			r.i++
			continue
		}
		before := r.i
		r.memberOrStatement(n, b)
		if r.i == before {
			r.i++ // whatever it is, it begins nothing
		}
	}
}

// bracketed reads the brackets at hand.
func (r *codeReader) bracketed(kind Kind, b codeBrackets) *Node {
	n := r.collection(kind, r.at(0).start)
	b.indent = r.lineIndent()
	r.i++
	if r.depth >= maxDepth {
		r.skip()
		return n
	}
	r.depth++
	if kind == Sequence {
		r.elements(n, b)
	} else {
		r.members(n, b)
	}
	r.depth--
	r.closed(n, b)
	return n
}

// skip moves to the bracket that closes those that the token at hand is in.
func (r *codeReader) skip() {
	for open := 0; r.i < len(r.tokens); r.i++ {
		t := r.at(0)
		if t.kind != codeMark {
			continue
		}
		switch r.text[t.start] {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			if open == 0 {
				return
			}
			open--
		}
	}
}

// lineIndent returns the indentation of the line of the token at hand.
func (r *codeReader) lineIndent() int { return r.at(0).indent }

// elements reads the elements of an array into n.
func (r *codeReader) elements(n *Node, b codeBrackets) {
	for !r.ended(b) {
		if r.is(0, ",") || r.is(0, ";") {
			r.i++
			continue
		}
		before := r.i
		if r.language == Elixir && r.at(0).kind == codeWord && r.is(1, ":") { // the keywords that a list or a tuple ends with
			n.Items = append(n.Items, r.keywords(b))
			continue
		}
		n.Items = append(n.Items, r.expression(b))
		if r.i == before {
			r.i++
		}
	}
}

// keywords reads what is left in brackets as a mapping.
func (r *codeReader) keywords(b codeBrackets) *Node {
	n := r.collection(Mapping, r.at(0).start)
	r.members(n, b)
	n.Span.End = r.end()
	return n
}

// add adds a pair to a mapping; assignments are what names stand for.
func (r *codeReader) add(n *Node, key string, span claim.Span, value *Node) {
	n.Pairs = append(n.Pairs, Pair{Key: key, KeySpan: span, Value: value})
}

// flatten adds the pairs of a value that has no name.
func (r *codeReader) flatten(n, value *Node, at claim.Span) {
	switch value.Kind {
	case Mapping:
		n.Pairs = append(n.Pairs, value.Pairs...)
	case Sequence:
		r.add(n, "", at, value)
	case Scalar: // a text that nothing names says nothing
	}
}

// merge adds the pairs of a value that has no name, or of what it is the name of.
func (r *codeReader) merge(n, value *Node, at claim.Span) {
	if r.isName(value) {
		r.add(n, "<<", at, value)
		return
	}
	r.flatten(n, value, at)
}

// isName reports whether a node was just read as a name.
func (r *codeReader) isName(n *Node) bool {
	return len(r.names) > 0 && r.names[len(r.names)-1].node == n
}
