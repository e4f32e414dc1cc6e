package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

type codeKind uint8

const (
	codeMark   codeKind = iota // punctuation
	codeWord                   // a name or a keyword
	codeNumber                 // a number, or a word that begins with a digit
	codeString                 // a string; the token is what is between the quotes
	codeOpaque                 // a regular expression
)

// A codeToken is the smallest part of a program.
type codeToken struct {
	kind       codeKind
	start, end int
	// quote is that of a string, and '`' for one with expressions in it, such as f"…{port}"; marks is how many
	// bytes stand before and behind the string.
	quote         byte
	before, after int
	// fresh is set for the first token of a line, indent is the line's indentation in bytes.
	fresh  bool
	indent int
	// closes is set for the closing brackets that a line begins with, which are level with the line that they end.
	closes bool
}

// whole returns the place of a token with its quotes.
func (t codeToken) whole() claim.Span {
	return claim.Span{Start: t.start - t.before, End: t.end + t.after}
}

// A codeLexer cuts a program into tokens.
type codeLexer struct {
	text     string
	language Language
	tokens   []codeToken
	pos      int
	// tolerant ends every string with its line; broken is set where one is not closed.
	tolerant, broken bool
	noCommentEnd     bool
	// noRegexp is the end of the line in which a slash turned out to begin no regular expression.
	noRegexp int
	// unclosed counts the braces in strings that close nowhere, so that a row of them is read in linear time.
	unclosed int

	fresh  bool
	indent int
}

func (l *codeLexer) run() {
	l.pos = len(l.text) - len(strings.TrimPrefix(l.text, "\ufeff"))
	line := l.pos
	l.fresh = true
	if strings.HasPrefix(l.text[l.pos:], "#!") {
		l.pos = lineEnd(l.text, l.pos, len(l.text))
	}
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		switch {
		case c == '\n':
			l.pos++
			line, l.fresh = l.pos, true
			continue
		case isBlank(c) || c == '\f' || c == '\v':
			l.pos++
			continue
		case l.comment() || l.blockParameters():
			continue
		}
		if l.fresh {
			l.indent = l.pos - line
		}
		before := l.pos
		l.token(c)
		l.fresh = false
		if nl := strings.LastIndexByte(l.text[before:l.pos], '\n'); nl >= 0 { // a string of several lines
			line = before + nl + 1
		}
	}
}

// comment moves over the comment at pos, if there is one.
func (l *codeLexer) comment() bool {
	rest := l.text[l.pos:]
	switch {
	case l.language == JavaScript && strings.HasPrefix(rest, "/*") && !l.noCommentEnd:
		if i := strings.Index(rest[2:], "*/"); i >= 0 {
			l.pos += 2 + i + 2
			return true
		}
		l.broken, l.noCommentEnd = true, true
	case l.language == JavaScript && (strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*")), l.language != JavaScript && rest[0] == '#':
	case l.language == JavaScript && l.fresh && rest[0] == '*' && l.tolerant: // a line of a comment that has lost its beginning
	default:
		return false
	}
	l.pos = lineEnd(l.text, l.pos, len(l.text))
	return true
}

// blockParameters moves over the names that a Ruby block is given, do |config|, which are no part of what follows.
func (l *codeLexer) blockParameters() bool {
	if l.language != Ruby || l.text[l.pos] != '|' || len(l.tokens) == 0 || l.fresh {
		return false
	}
	before := l.tokens[len(l.tokens)-1]
	if word := l.text[before.start:before.end]; word != "do" && word != "{" || before.kind == codeString {
		return false
	}
	line := l.text[l.pos+1 : lineEnd(l.text, l.pos, len(l.text))]
	end := strings.IndexByte(line, '|')
	if end < 0 {
		return false
	}
	l.pos += end + 2
	return true
}

// token reads the token at pos, which begins with c.
func (l *codeLexer) token(c byte) {
	start := l.pos
	switch {
	case c == '"' || c == '\'' || c == '`':
		l.string(c, false)
	case digit(c):
		for l.pos < len(l.text) && (wordByte(l.text[l.pos]) || l.text[l.pos] == '.' && l.pos+1 < len(l.text) && digit(l.text[l.pos+1])) {
			l.pos++
		}
		l.add(codeNumber, start, l.pos)
	case wordByte(c):
		for l.pos < len(l.text) && wordByte(l.text[l.pos]) {
			l.pos++
		}
		word := l.text[start:l.pos]
		if l.language == Python && l.pos < len(l.text) && (l.text[l.pos] == '"' || l.text[l.pos] == '\'') && strings.Trim(word, "rbfuRBFU") == "" {
			l.string(l.text[l.pos], strings.ContainsAny(word, "fF"))
			return
		}
		l.add(codeWord, start, l.pos)
	case c == '~' && l.language == Elixir && l.sigil():
		l.add(codeOpaque, start, l.pos)
	case c == '/' && l.language != Python && l.language != Elixir && !l.operandBefore() && l.regexp():
		l.add(codeOpaque, start, l.pos)
	default:
		l.pos += markLength(l.text[l.pos:])
		l.add(codeMark, start, l.pos)
	}
}

func (l *codeLexer) add(kind codeKind, start, end int) {
	closes := kind == codeMark && strings.IndexByte(")]}", l.text[start]) >= 0 && (l.fresh || l.tokens[len(l.tokens)-1].closes)
	l.tokens = append(l.tokens, codeToken{kind: kind, start: start, end: end, fresh: l.fresh, indent: l.indent, closes: closes})
}

// wordByte reports whether c is part of a name; bytes of characters beyond ASCII are.
func wordByte(c byte) bool {
	return letter(c) || digit(c) || c == '_' || c == '$' || c == '@' || c >= 0x80
}

// marks are the punctuation of more than one byte, the longest first.
var marks = []string{"...", "===", "!==", "||=", "??=", "&&=", "**", "=>", "->", "==", "!=", "<=", ">=", "||", "&&", "??", "?.", "::", ":=", "+=", "-=", "<<", "|>"}

func markLength(s string) int {
	if strings.IndexByte("(){}[],;", s[0]) >= 0 {
		return 1
	}
	for _, m := range marks {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 1
}

// operandBefore reports whether the token before is a value, so that a slash divides it.
func (l *codeLexer) operandBefore() bool {
	if len(l.tokens) == 0 {
		return false
	}
	switch t := l.tokens[len(l.tokens)-1]; t.kind {
	case codeMark:
		return strings.IndexByte(")]}", l.text[t.start]) >= 0
	case codeWord:
		return !codeOperators[l.text[t.start:t.end]]
	default:
		return true
	}
}

// regexp moves over the regular expression at pos; it reports false where the line has no end of one.
func (l *codeLexer) regexp() bool {
	class := false
	i := max(l.pos+1, l.noRegexp)
	for ; i < len(l.text) && l.text[i] != '\n'; i++ {
		switch c := l.text[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			l.pos = i + 1
			return true
		}
	}
	l.noRegexp = i
	return false
}

// sigil moves over Elixir's ~r/…/, ~w(…) and the like at pos; it reports false where none ends on its line.
func (l *codeLexer) sigil() bool {
	i := l.pos + 1
	for i < len(l.text) && letter(l.text[i]) {
		i++
	}
	if i == l.pos+1 || i == len(l.text) || strings.IndexByte("/|\"'([{<", l.text[i]) < 0 {
		return false
	}
	closing := l.text[i]
	if at := strings.IndexByte("([{<", closing); at >= 0 {
		closing = ")]}>"[at]
	}
	for i++; i < len(l.text) && l.text[i] != '\n'; i++ {
		switch l.text[i] {
		case '\\':
			i++
		case closing:
			for i++; i < len(l.text) && letter(l.text[i]); i++ { // modifiers
			}
			l.pos = i
			return true
		}
	}
	return false
}

// string reads the string whose first quote is at pos. formatted is set for one of Python's with expressions.
func (l *codeLexer) string(quote byte, formatted bool) {
	marks := 1
	if triple := strings.Repeat(string(quote), 3); (l.language == Python || l.language == Elixir) && strings.HasPrefix(l.text[l.pos:], triple) {
		marks = 3
	}
	start := l.pos + marks
	lines := (marks == 3 || quote == '`' || l.language.hasCommands()) && !l.tolerant
	end, closed, expressions := l.stringEnd(start, quote, marks, lines, formatted)
	t := codeToken{kind: codeString, start: start, end: end, quote: quote, before: marks, fresh: l.fresh, indent: l.indent}
	l.pos = end
	if closed {
		t.after = marks
		l.pos += marks
	} else {
		l.broken = true
		if t.end = start + outside(l.text[start:end]); !strings.ContainsAny(l.text[t.end:end], "]}") {
			t.end = end
		}
		l.pos = t.end
	}
	if expressions {
		t.quote = '`'
	} else if quote == '`' {
		t.quote = '"'
	}
	l.tokens = append(l.tokens, t)
}

// maxUnclosed is how many unclosed braces in strings are looked for to their end.
const maxUnclosed = 1000

// stringEnd returns where the string ends that begins at i, whether a quote closes it, and whether it has
// expressions.
func (l *codeLexer) stringEnd(i int, quote byte, marks int, lines, formatted bool) (end int, closed, expressions bool) {
	begin := i
	for ; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == '\\':
			i++
		case c == quote && strings.HasPrefix(l.text[i:], strings.Repeat(string(quote), marks)):
			return i, true, expressions
		case c == '\n' && !lines:
			return trimEnd(l.text, begin, i), false, expressions
		case c == '{' && (formatted || l.language != Python && i > begin && l.text[i-1] == expressionMark(quote)):
			if n := expressionEnd(l.text[i:]); n > 0 {
				i += n
				expressions = true
			} else if l.unclosed++; l.unclosed > maxUnclosed {
				return lineEnd(l.text, i, len(l.text)), false, expressions
			}
		}
	}
	return trimEnd(l.text, begin, len(l.text)), false, expressions
}

// expressionMark returns what stands before the brace of an expression in a string: ${port} in JavaScript's
// templates, #{port} in Ruby's strings.
func expressionMark(quote byte) byte {
	switch quote {
	case '`':
		return '$'
	case '"':
		return '#'
	}
	return 0
}

// expressionEnd returns how far the brace is that closes the one s begins with, on its line, and 0 where none is.
func expressionEnd(s string) int {
	for i, depth := 0, 0; i < min(len(s), maxReference) && s[i] != '\n'; i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}
