package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// codeWords is a set of words of a language.
func codeWords(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

var (
	// codeDeclaring are the words in front of something that a program names.
	codeDeclaring = codeWords("export const let var async static public private protected readonly declare override")
	// codeReturning are the words in front of a value without a name.
	codeReturning = codeWords("return default yield await")
	// codeOperators are the words that a value stands behind.
	codeOperators = codeWords("return typeof in of new await case delete void throw yield or and not if elif unless while until instanceof default extends")
	// codeKeywords are Ruby's words that begin no command.
	codeKeywords = codeWords("if unless while until case when end else elsif begin rescue ensure def class module return yield " +
		"require require_relative include extend do then and or not in puts raise self true false nil")
)

// memberOrStatement reads one member of an object, one argument of a call, or one statement into n.
func (r *codeReader) memberOrStatement(n *Node, b codeBrackets) {
	declared := false
	for r.at(0).kind == codeWord && codeDeclaring[r.word(0)] && r.at(1).kind != codeMark ||
		r.at(0).kind == codeWord && (r.word(0) == "const" || r.word(0) == "let" || r.word(0) == "var" || r.word(0) == "export") && (r.is(1, "{") || r.is(1, "[")) {
		declared = true
		r.i++
	}
	first := r.at(0)
	switch {
	case r.is(0, "import") || r.is(0, "from") || r.is(0, "require") && b.statements:
		r.expression(b)
	case first.kind == codeWord && codeReturning[r.word(0)] && !r.is(1, ":") && !r.is(1, ",") && !r.is(1, "="):
		r.i++
		r.merge(n, r.expression(b), first.whole())
	case r.is(0, "...") || r.is(0, "**") && r.language != JavaScript:
		r.i++
		r.merge(n, r.expression(b), first.whole())
	case b.arguments && r.language == JavaScript:
		r.flatten(n, r.expression(b), first.whole())
	case r.colon(n, b, declared), r.arrow(n, b), r.assignment(n, b), r.method(n, b), r.shorthand(n, b), r.command(n, b):
	default:
		value := r.expression(b)
		if b.statements && value.Kind == Scalar && strings.ContainsAny(value.Text, "'\"`") {
			r.add(n, "", claim.Span{Start: value.Span.Start, End: value.Span.Start}, value)
			return
		}
		r.flatten(n, value, first.whole())
	}
}

func (r *codeReader) word(n int) string {
	t := r.at(n)
	return r.text[t.start:t.end]
}

// colon reads key: value, and name: type = value.
func (r *codeReader) colon(n *Node, b codeBrackets, declared bool) bool {
	key := r.at(0)
	if key.kind == codeMark || key.kind == codeOpaque || !r.is(1, ":") || r.language.hasCommands() && r.at(1).start > key.whole().End {
		return false
	}
	typed := declared || b.statements && r.language == Python
	if b.statements && !typed && r.language == JavaScript && r.at(2).fresh {
		return false // a label
	}
	r.i += 2
	if typed && !r.toAssignment() {
		return true
	}
	r.member(n, key, b)
	return true
}

// member reads the value that belongs to a key into n.
func (r *codeReader) member(n *Node, key codeToken, b codeBrackets) {
	name := r.text[key.start:key.end]
	value := r.value(b)
	r.add(n, name, claim.Span{Start: key.start, End: key.end}, value)
	if (b.statements || b.close == 0) && !b.arguments {
		r.assigned[name] = value
	}
}

// toAssignment moves behind the equals sign that follows a type, and reports whether there is one.
func (r *codeReader) toAssignment() bool {
	for depth := 0; r.i < len(r.tokens) && (depth > 0 || !r.at(0).fresh); r.i++ {
		if r.at(0).kind != codeMark {
			continue
		}
		switch r.word(0) {
		case "=":
			if depth == 0 {
				r.i++
				return true
			}
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth < 0 {
				return false
			}
		case ";":
			return false
		}
	}
	return false
}

// arrow reads Ruby's and Elixir's "key" => value and :key => value.
func (r *codeReader) arrow(n *Node, b codeBrackets) bool {
	skip := 0
	if r.is(0, ":") {
		skip = 1
	}
	key := r.at(skip)
	if !r.language.hasCommands() || key.kind == codeMark || !r.is(skip+1, "=>") {
		return false
	}
	r.i += skip + 2
	r.member(n, key, b)
	return true
}

// assignment reads name = value, path.to.name = value and NAME["key"] = value, and a destructured name with its
// default. What a module exports adds no name.
func (r *codeReader) assignment(n *Node, b codeBrackets) bool {
	count, name := r.path()
	if count == 0 || !r.is(count, "=") && !r.is(count, "||=") && !r.is(count, ":=") {
		return false
	}
	key := claim.Span{Start: r.at(0).start, End: r.at(count - 1).end}
	r.i += count + 1
	if b.arguments && name == "default" { // of os.environ.get
		r.expression(b)
		return true
	}
	value := r.value(b)
	if name == "module.exports" || name == "exports" || name == "exports.default" {
		r.merge(n, value, key)
		return true
	}
	r.add(n, name, key, value)
	r.assigned[name] = value
	return true
}

// path returns how many tokens at hand are a name, a.b.c or a["b"], and the path that they are.
func (r *codeReader) path() (count int, name string) {
	if r.at(0).kind != codeWord {
		return 0, ""
	}
	name = r.word(0)
	for count = 1; ; {
		switch {
		case (r.is(count, ".") || r.is(count, "?.") || r.is(count, "::")) && r.at(count+1).kind == codeWord:
			name += "." + r.word(count+1)
			count += 2
		case r.is(count, "[") && r.at(count+1).kind == codeString && r.is(count+2, "]"):
			name += "." + r.word(count+1)
			count += 3
		default:
			return count, name
		}
	}
}

// method reads an object's method: what its body holds has its name.
func (r *codeReader) method(n *Node, b codeBrackets) bool {
	if r.language != JavaScript || b.statements || r.at(0).kind != codeWord || !r.is(1, "(") {
		return false
	}
	key := r.at(0)
	start := r.i
	r.i += 2
	if r.skip(); !r.is(0, ")") || !r.is(1, "{") {
		r.i = start
		return false
	}
	r.i++
	name := claim.Span{Start: key.start, End: key.end}
	r.add(n, name.In(r.text), name, r.bracketed(Mapping, codeBrackets{close: '}', statements: true}))
	return true
}

// shorthand reads a member that is a name alone: { port } is { port: port }.
func (r *codeReader) shorthand(n *Node, b codeBrackets) bool {
	if r.language != JavaScript || b.statements || b.close != '}' || r.at(0).kind != codeWord || !r.is(1, ",") && !r.is(1, "}") && (!r.at(1).fresh || r.at(1).kind == codeMark) {
		return false
	}
	key := r.at(0)
	r.add(n, r.word(0), key.whole(), r.expression(b))
	return true
}

// command reads a command of Ruby or Elixir without parentheses, and a call that is a statement of Elixir: its arguments are
// a sequence where there are more than one.
func (r *codeReader) command(n *Node, b codeBrackets) bool {
	count, name := r.path()
	called := r.language == Elixir && count > 0 && r.is(count, "(") && r.at(count).start == r.at(count-1).whole().End
	if !r.language.hasCommands() || !b.statements || count == 0 || codeKeywords[name] || !called && !r.argumentBehind(count) {
		return false
	}
	key := claim.Span{Start: r.at(0).start, End: r.at(count - 1).end}
	r.i += count
	list := r.collection(Sequence, r.at(0).start)
	named := r.collection(Mapping, r.at(0).start)
	argument := b
	argument.arguments = true
	indent := r.lineIndent()
	if called {
		argument = codeBrackets{close: ')', indent: indent, arguments: true}
		r.i++
	}
	for !called || !r.ended(argument) {
		before := r.i
		if !r.colon(named, argument, false) && !r.arrow(named, argument) {
			list.Items = append(list.Items, r.expression(argument))
		}
		for r.tolerant && r.isClosing() && r.at(0).closes && r.at(0).indent > indent {
			r.i++ // what it closes is lost with its line
		}
		if r.i > before && r.is(0, ",") {
			r.i++
		} else if r.i == before || r.at(0).indent <= indent || !r.keyAhead() {
			break
		}
	}
	if len(named.Pairs) > 0 {
		named.Span.End = r.end()
		list.Items = append(list.Items, named)
	}
	if called {
		r.closed(list, argument)
	}
	list.Span.End = max(list.Span.End, r.end())
	if len(list.Items) == 1 {
		list = list.Items[0]
	}
	r.add(n, name, key, list)
	return true
}

// keyAhead reports whether a line begins at hand with a key of Elixir, to which the comma is lost with the line before.
func (r *codeReader) keyAhead() bool {
	return r.language == Elixir && r.at(0).fresh && r.at(0).kind == codeWord && r.is(1, ":") && r.at(1).start == r.at(0).end
}

// argumentBehind reports whether the token n further on begins an argument: on the same line, behind a blank, and
// no operator.
func (r *codeReader) argumentBehind(n int) bool {
	t := r.at(n)
	if t.fresh || t.whole().Start == r.at(n-1).end {
		return false
	}
	switch t.kind {
	case codeMark:
		return (r.is(n, ":") || r.is(n, "[")) && r.at(n+1).whole().Start == t.end
	case codeWord:
		return !codeKeywords[r.word(n)] || r.word(n) == "nil" || r.word(n) == "true" || r.word(n) == "false"
	default:
		return true
	}
}
