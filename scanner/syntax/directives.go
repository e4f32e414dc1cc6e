package syntax

import "strings"

// A Directive is one statement of a server's configuration: a name and its arguments, as nginx, Apache, HAProxy
// and Caddy have them.
type Directive struct {
	// Words are the name and the arguments, quotes left out. There is always a name.
	Words []Text
	// Parent is the directive whose block this one is in, nil at the top.
	Parent *Directive
	// Block is set where the directive has a block.
	Block bool
}

// Name returns the first word of d in lower case, and "" for nil.
func (d *Directive) Name() string {
	if d == nil {
		return ""
	}
	return strings.ToLower(d.Words[0].Value)
}

// Arguments returns the words behind the name.
func (d *Directive) Arguments() []Text { return d.Words[1:] }

// Directives returns the statements of a text in their order, those in blocks behind the one they belong to.
// A statement ends with its line, at a semicolon where semicolons is set (nginx), or with the brace that begins its block;
// a backslash at the end of a line joins the next. A word in quotes ends with its line. Comments begin with # at
// the beginning of a word.
//
// Where braces do not match, because one is still to be typed, indentation tells what is in which block. Braces
// of placeholders, ${NAME}, {$NAME}, {env.NAME} and {{ name }}, are part of a word.
func Directives(text string, semicolons bool) []*Directive {
	r := directives{text: text, semicolons: semicolons}
	for r.pos < len(text) {
		r.line()
	}
	return r.done()
}

type directives struct {
	text       string
	semicolons bool
	pos        int
	words      []Text
	indent     int // of the line that pos is in
	parts      []part
}

// A part is a statement or the end of a block.
type part struct {
	directive *Directive // nil for the end of a block
	indent    int
	// ended is set where nothing on the next line can belong to the statement: a brace may follow a line end.
	ended bool
}

// line reads up to behind the next line end.
func (r *directives) line() {
	start := r.pos
	for r.pos < len(r.text) && isBlank(r.text[r.pos]) {
		r.pos++
	}
	r.indent = r.pos - start
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '\n':
			r.end(false)
			r.pos++
			return
		case isBlank(c):
			r.pos++
		case c == '#':
			r.pos = lineEnd(r.text, r.pos, len(r.text))
		case c == ';' && r.semicolons:
			r.end(false)
			r.pos++
		case c == '\\' && r.joined(r.pos) > 0:
			r.pos = r.joined(r.pos)
		case c == '}':
			r.end(false)
			r.parts = append(r.parts, part{indent: r.indent})
			r.pos++
		case c == '{' && r.opens(r.pos):
			r.end(true)
			r.pos++
		default:
			r.word()
		}
	}
	r.end(false)
}

// joined returns where the line goes on that a backslash at pos joins, 0 where it joins none.
func (r *directives) joined(pos int) int {
	for _, end := range []string{"\\\n", "\\\r\n"} {
		if strings.HasPrefix(r.text[pos:], end) {
			return pos + len(end)
		}
	}
	return 0
}

// opens reports whether the brace at pos begins a block.
func (r *directives) opens(pos int) bool {
	if strings.HasPrefix(r.text[pos:], "{{") || strings.HasPrefix(r.text[pos:], "{%") {
		return false
	}
	return r.semicolons || pos+1 == len(r.text) || isBlank(r.text[pos+1]) || r.text[pos+1] == '\n'
}

// word reads one word.
func (r *directives) word() {
	start := r.pos
	if q := r.text[start]; q == '"' || q == '\'' {
		r.pos = r.quoted(start)
		end := trimEnd(r.text, start+1, r.pos)
		if end > start+1 && r.text[end-1] == q {
			end--
		}
		r.words = append(r.words, Verbatim(r.text[start+1:end], start+1))
		return
	}
	for r.pos < len(r.text) && !r.endsWord() {
		if end := r.placeholder(); end > 0 {
			r.pos = end
			continue
		}
		r.pos++
	}
	r.words = append(r.words, Verbatim(r.text[start:r.pos], start))
}

// quoted returns the place behind the quotes that begin at start, at most the end of the line.
func (r *directives) quoted(start int) int {
	for i := start + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case r.text[start]:
			return i + 1
		case '\n':
			return i
		case '\\':
			if i+1 < len(r.text) && r.text[i+1] != '\n' {
				i++
			}
		}
	}
	return len(r.text)
}

// endsWord reports whether a word ends before pos.
func (r *directives) endsWord() bool {
	switch c := r.text[r.pos]; c {
	case '\n', ' ', '\t', '\r':
		return true
	case ';':
		return r.semicolons
	case '\\':
		return r.joined(r.pos) > 0
	case '{':
		return r.semicolons && r.opens(r.pos)
	case '}':
		return r.semicolons
	}
	return false
}

// placeholder returns the place behind the placeholder at pos, 0 where there is none.
func (r *directives) placeholder() int {
	if c := r.text[r.pos]; c != '$' && c != '{' {
		return 0
	}
	line := r.text[r.pos:lineEnd(r.text, r.pos, min(len(r.text), r.pos+maxReference))]
	for _, marks := range [][2]string{{"${", "}"}, {"{{", "}}"}, {"{%", "%}"}, {"{$", "}"}} {
		if !strings.HasPrefix(line, marks[0]) {
			continue
		}
		if n := strings.Index(line, marks[1]); n > 0 {
			return r.pos + n + len(marks[1])
		}
	}
	return 0
}

// end ends the statement that has been read so far.
func (r *directives) end(block bool) {
	if len(r.words) == 0 {
		if !block {
			return
		}
		if last := len(r.parts) - 1; r.semicolons && last >= 0 && r.parts[last].directive != nil && !r.parts[last].ended {
			r.parts[last].directive.Block, r.parts[last].ended = true, true
			return
		}
		// Caddy's global options, or half typed
		r.words = []Text{Verbatim("", r.pos)}
	}
	ended := block || r.pos < len(r.text) && r.text[r.pos] == ';'
	r.parts = append(r.parts, part{&Directive{Words: r.words, Block: block}, r.indent, ended})
	r.words = nil
}

// done puts every statement into its block and returns them all.
func (r *directives) done() []*Directive {
	type block struct {
		directive *Directive
		indent    int
	}
	var open []block
	var all []*Directive
	balanced := r.balanced()
	for _, p := range r.parts {
		if !balanced {
			for len(open) > 0 && open[len(open)-1].indent > p.indent {
				open = open[:len(open)-1]
			}
		}
		if p.directive == nil {
			if len(open) > 0 && (balanced || open[len(open)-1].indent == p.indent) {
				open = open[:len(open)-1]
			}
			continue
		}
		if !balanced && len(open) > 0 && open[len(open)-1].indent == p.indent && r.startsLine(p.directive) {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			p.directive.Parent = open[len(open)-1].directive
		}
		all = append(all, p.directive)
		if p.directive.Block && len(open) < maxBlocks {
			open = append(open, block{p.directive, p.indent})
		}
	}
	return all
}

// balanced reports whether every brace has its counterpart.
func (r *directives) balanced() bool {
	depth := 0
	for _, p := range r.parts {
		switch {
		case p.directive == nil:
			depth--
		case p.directive.Block:
			depth++
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// maxBlocks bounds how deep blocks are looked for in blocks, far deeper than any server has them. What is deeper is
// in the last of them.
const maxBlocks = 64

// startsLine reports whether nothing but blanks is before d on its line.
func (r *directives) startsLine(d *Directive) bool {
	start := d.Words[0].Span(0, 0).Start
	for start > 0 && (isBlank(r.text[start-1]) || r.text[start-1] == '"' || r.text[start-1] == '\'') {
		start--
	}
	return start == 0 || r.text[start-1] == '\n'
}
