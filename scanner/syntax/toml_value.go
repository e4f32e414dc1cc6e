package syntax

import "strings"

// value reads the value behind the equals sign before pos, or an element; empty where there is none.
func (r *tomlReader) value() *Node {
	at := r.pos
	r.blanks()
	if r.pos == len(r.text) || strings.IndexByte("\n#,]}", r.text[r.pos]) >= 0 {
		return r.scalar(r.text, at, at, 0)
	}
	switch c := r.text[r.pos]; c {
	case '"', '\'':
		if n := r.multiline(c); n != nil {
			return n
		}
		return r.quoted()
	case '[', '{':
		if r.depth < maxDepth && templateEnd(r.text, r.pos, len(r.text)) == r.pos {
			return r.nested()
		}
	}
	return r.bare()
}

// multiline reads the string in three quotes at pos; nil where there is none. One whose closing quotes have text
// behind them is unclosed, as those were opening ones, and ends with its line.
func (r *tomlReader) multiline(quote byte) *Node {
	fence := strings.Repeat(string(quote), 3)
	if !strings.HasPrefix(r.text[r.pos:], fence) {
		return nil
	}
	start := r.pos + len(fence)
	for i := start; i < len(r.text); i++ {
		if quote == '"' && r.text[i] == '\\' {
			i++
		} else if strings.HasPrefix(r.text[i:], fence) {
			// One or two quotes may stand right before the closing ones.
			for range 2 {
				if i+len(fence) < len(r.text) && r.text[i+len(fence)] == quote {
					i++
				}
			}
			r.pos = i + len(fence)
			r.blanks()
			if r.pos == len(r.text) || strings.IndexByte("\n#,]}", r.text[r.pos]) >= 0 {
				r.pos = i + len(fence)
				return r.scalar(r.text, start, i, quote)
			}
			break
		}
	}
	r.pos = lineEnd(r.text, start, len(r.text))
	return r.scalar(r.text, start, trimEnd(r.text, start, r.pos), quote)
}

// quoted reads the string at pos. One that is unclosed ends with its line.
func (r *tomlReader) quoted() *Node {
	start, quote := r.pos+1, r.text[r.pos]
	if end := r.stringEnd(); end >= 0 {
		r.pos = end + 1
		return r.scalar(r.text, start, end, quote)
	}
	end := lineEnd(r.text, start, len(r.text))
	if i := strings.Index(r.text[start:end], " #"); i >= 0 {
		end = start + i
	}
	if r.depth > 0 {
		end = start + outside(r.text[start:end])
	}
	r.pos = end
	return r.scalar(r.text, start, trimEnd(r.text, start, end), quote)
}

// stringEnd returns the offset of the quote that closes the one at pos on its line, and -1 where none does.
func (r *tomlReader) stringEnd() int {
	quote := r.text[r.pos]
	for i := r.pos + 1; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == quote:
			return i
		case c == '\n':
			return -1
		case c == '\\' && quote == '"' && i+1 < len(r.text) && r.text[i+1] != '\n':
			i++
		}
	}
	return -1
}

// bare reads a number, a date, or whatever else is not quoted at pos.
func (r *tomlReader) bare() *Node {
	start := r.pos
	ends := "\n#"
	if r.depth > 0 {
		ends = "\n#,]}"
	}
	if end := templateEnd(r.text, r.pos, len(r.text)); end > r.pos {
		r.pos = end
	}
	for r.pos < len(r.text) && strings.IndexByte(ends, r.text[r.pos]) < 0 {
		r.pos++
	}
	return r.scalar(r.text, start, trimEnd(r.text, start, r.pos), 0)
}

// nested reads the array or the inline table whose bracket is at pos.
func (r *tomlReader) nested() *Node {
	kind, closing := Sequence, byte(']')
	if r.text[r.pos] == '{' {
		kind, closing = Mapping, '}'
	}
	n := r.collection(kind, r.pos)
	r.pos++
	r.depth++
	for comma := true; r.within(kind, comma); {
		switch c := r.text[r.pos]; {
		case c == closing:
			r.pos++
			r.depth--
			n.Span.End = r.pos
			return n
		case c == ',':
			r.pos++
			comma = true
			continue
		case c == ']' || c == '}' || c == '=' || (c == '"' || c == '\'') && isStrayQuote(r.text, r.pos):
			r.pos++ // closes, sets, or opens nothing
			continue
		case kind == Mapping:
			r.entry(n)
		default:
			n.append(r.value())
		}
		comma = false
	}
	r.depth--
	n.Span.End = max(n.Span.End, r.pos)
	return n
}

// within moves to the next token between brackets. It reports false, and stays, where they turn out to be
// unclosed: at the end, and at a line that looks like an entry or a header of the file.
func (r *tomlReader) within(kind Kind, comma bool) bool {
	if r.over {
		return false
	}
	from := r.pos
	if !r.blank() {
		r.pos, r.over = from, true
		return false
	}
	if strings.IndexByte(r.text[from:r.pos], '\n') >= 0 {
		if r.isHeader() || r.isEntry() && !(kind == Mapping && comma && r.goesOn()) {
			r.pos, r.over = from, true
			return false
		}
	}
	return true
}

// isEntry reports whether the line of the token at pos is of the form "key =".
func (r *tomlReader) isEntry() bool {
	at := r.pos
	names := r.names("=\n#,[]{}")
	found := len(names) > 0 && r.pos < len(r.text) && r.text[r.pos] == '='
	r.pos = at
	return found
}

// isHeader reports whether the line of the token at pos is a table's header, rather than an array in an array:
// a word in brackets and nothing behind them.
func (r *tomlReader) isHeader() bool {
	line := strings.TrimSpace(r.text[r.pos:lineEnd(r.text, r.pos, len(r.text))])
	if i := strings.Index(line, " #"); i >= 0 {
		line = strings.TrimSpace(line[:i])
	}
	name := strings.Trim(line, "[]")
	if len(name) == 0 || line[0] != '[' || line[len(line)-1] != ']' || !letter(name[0]) && name[0] != '_' {
		return false
	}
	return strings.IndexFunc(name, func(c rune) bool { return strings.ContainsRune(",[]{}=", c) }) < 0
}

// goesOn reports whether the entry at pos is one of the inline table that is open over the line break before it
// (TOML 1.1): it is deeper than the line that the table is on, or a comma or a closing bracket follows it.
func (r *tomlReader) goesOn() bool {
	if r.column(r.pos) > r.column(r.line) {
		return true
	}
	end := lineEnd(r.text, r.pos, len(r.text))
	line := r.text[r.pos:end]
	if i := strings.Index(line, " #"); i >= 0 {
		line = line[:i]
	}
	if line = strings.TrimRight(line, " \t\r"); strings.HasSuffix(line, ",") || strings.HasSuffix(line, "}") {
		return true
	}
	return strings.HasPrefix(strings.TrimLeft(r.text[end:], " \t\r\n"), "}")
}

// column returns how many bytes of its line precede pos, where they are blanks.
func (r *tomlReader) column(pos int) int {
	start := pos
	for start > 0 && isBlank(r.text[start-1]) {
		start--
	}
	return pos - start
}
