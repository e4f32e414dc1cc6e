package syntax

import "strings"

// closingQuote returns the offset of the quote that closes the one at pos, before end, and -1 where none does.
func closingQuote(text string, pos, end int) int {
	quote := text[pos]
	for i := pos + 1; i < end; i++ {
		switch c := text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c != quote:
		case quote == '\'' && i+1 < end && text[i+1] == quote:
			i++
		default:
			return i
		}
	}
	return -1
}

// closing returns the offset of the quote that closes the one at pos, and -1 where it is unclosed: the next
// quote is behind a line no deeper than column parent, or has text behind it, as an opening one would.
func (r *yamlReader) closing(pos, parent int) int {
	i := closingQuote(r.text, pos, r.end)
	if i < 0 || strings.IndexByte(r.text[pos:i], '\n') < 0 {
		return i
	}
	if !r.endsValue(i + 1) {
		return -1
	}
	for line := lineEnd(r.text, pos, i); line < i; line = lineEnd(r.text, line+1, i) {
		col, start := 0, line+1
		for ; isBlank(r.text[start]); start++ {
			if r.text[start] == '\t' {
				col++
			}
			col++
		}
		if col <= parent && r.text[start] != '\n' {
			return -1
		}
	}
	return i
}

// endsValue reports whether what is behind a quote at pos lets it close a value.
func (r *yamlReader) endsValue(pos int) bool {
	start := pos
	for pos < r.end && isBlank(r.text[pos]) {
		pos++
	}
	if pos == r.end || r.text[pos] == '\n' || r.text[pos] == '#' && pos > start {
		return true
	}
	return r.flow.depth > 0 && strings.IndexByte(",]}:", r.text[pos]) >= 0
}

// quoted reads the quoted scalar at pos. One that is unclosed ends with its line.
func (r *yamlReader) quoted(parent int) *Node {
	if closed := r.pos + 1; closed < r.end && r.text[closed] == r.text[r.pos] && isStrayQuote(r.text, r.pos) {
		r.pos++
	}
	start, quote := r.pos+1, r.text[r.pos]
	if end := r.closing(r.pos, parent); end >= 0 {
		r.pos = end + 1
		return r.scalar(r.text, start, end, quote)
	}
	line := lineEnd(r.text, start, r.end)
	end := r.plainEnd(start, line)
	r.pos = line
	if r.flow.depth > 0 {
		end = start + len(strings.TrimRight(r.text[start:end], ",]} \t\r"))
		r.pos = end
	}
	return r.scalar(r.text, start, end, quote)
}

// plain reads the plain scalar at pos with the lines it goes on in, which are deeper than column parent.
func (r *yamlReader) plain(parent int) *Node {
	start := r.pos
	line := lineEnd(r.text, start, r.end)
	end := r.plainEnd(start, line)
	for r.pos = end; trimEnd(r.text, end, line) == end; r.pos = end {
		// A comment ends the scalar, and so does any line that is an entry or an item.
		pos, col := r.peek()
		if col <= parent || r.isDash(pos) || strings.IndexByte(r.text[line:pos], '#') >= 0 {
			break
		}
		if _, _, ok := r.key(pos); ok {
			break
		}
		line = lineEnd(r.text, pos, r.end)
		end = r.plainEnd(pos, line)
	}
	return r.scalar(r.text, start, end, 0)
}

// plainEnd returns the end of the plain text from pos to the line's end: before a comment and blanks.
func (r *yamlReader) plainEnd(pos, line int) int {
	for i := pos; ; {
		hash := strings.IndexByte(r.text[i:line], '#')
		if hash < 0 {
			return trimEnd(r.text, pos, line)
		}
		if i += hash; i > pos && isBlank(r.text[i-1]) {
			return trimEnd(r.text, pos, i)
		}
		i++
	}
}

// rest reads the line from pos on as one scalar and moves to the next.
func (r *yamlReader) rest() *Node {
	n := r.scalar(r.text, r.pos, r.plainEnd(r.pos, lineEnd(r.text, r.pos, r.end)), 0)
	r.nextLine()
	return n
}

// literal reads the block scalar whose | or > is at pos: the lines deeper than column parent, from the one below
// to the last that is not blank, as they are. It returns nil where the line is no header of one.
func (r *yamlReader) literal(parent int) *Node {
	quote, line := r.text[r.pos], lineEnd(r.text, r.pos, r.end)
	header := strings.TrimLeft(r.text[r.pos+1:line], "+-0123456789")
	digits := r.text[r.pos+1 : line-len(header)]
	if h := strings.TrimLeft(header, " \t\r"); h != "" && (h[0] != '#' || len(h) == len(header)) {
		return nil
	}
	indent := parent + 1
	explicit := strings.Trim(digits, "+-")
	if explicit != "" {
		indent = max(parent, 0) + int(explicit[0]-'0')
	}
	start := min(line+1, r.end)
	end := start
	for pos := start; pos < r.end; {
		next := lineEnd(r.text, pos, r.end)
		r.pos, r.col = pos, 0
		r.blanks()
		if r.pos < next {
			if r.col < indent {
				break
			}
			if explicit == "" {
				explicit, indent = "found", r.col
			}
			end = trimEnd(r.text, pos, next)
		}
		pos = next + 1
	}
	if end == start {
		start, end = line, line
	}
	r.pos = end
	return r.scalar(r.text, start, end, quote)
}
