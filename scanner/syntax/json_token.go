package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// token moves over blanks, line breaks, and comments to the next token, and reports whether there is one.
func (r *jsonReader) token() bool {
	start, line := r.pos, -1
	if r.tokenAt < 0 {
		line = r.pos
	}
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '\n':
			r.pos++
			line = r.pos
		case isBlank(c) || c == '\f' || c == '\v':
			r.pos++
		case c == '#' || c == '/' && r.isComment():
			r.comment()
		default:
			if line >= 0 {
				r.indent = r.pos - line
			}
			if line >= 0 || start != r.tokenAt {
				r.fresh = line >= 0
			}
			r.tokenAt = r.pos
			return true
		}
	}
	return false
}

// isComment reports whether the slash at pos begins a comment.
func (r *jsonReader) isComment() bool {
	return r.pos+1 < len(r.text) && (r.text[r.pos+1] == '/' || r.text[r.pos+1] == '*')
}

// comment moves behind the comment at pos. One that is unclosed ends with its line.
func (r *jsonReader) comment() {
	if strings.HasPrefix(r.text[r.pos:], "/*") && !r.noCommentEnd {
		if i := strings.Index(r.text[r.pos+2:], "*/"); i >= 0 {
			r.pos += 2 + i + 2
			return
		}
		r.noCommentEnd = true
	}
	r.pos = r.lineEnd()
}

// isKey reports whether the token at pos is a quoted text, or a word, that a colon follows on its line.
func (r *jsonReader) isKey() bool {
	var end int
	if c := r.text[r.pos]; c == '"' || c == '\'' {
		end = r.stringEnd() + 1
	} else {
		end = r.wordEnd()
	}
	if end <= r.pos {
		return false
	}
	for end < len(r.text) && isBlank(r.text[end]) {
		end++
	}
	return end < len(r.text) && r.text[end] == ':'
}

// quoted reads the string at pos. One that is unclosed ends with its line.
func (r *jsonReader) quoted() *Node {
	if r.pos+1 < len(r.text) && r.text[r.pos+1] == r.text[r.pos] && isStrayQuote(r.text, r.pos) {
		r.broken = true
		r.pos++
	}
	start, quote := r.pos+1, r.text[r.pos]
	if end := r.stringEnd(); end >= 0 {
		r.pos = end + 1
		return r.scalar(r.text, start, end, quote)
	}
	r.broken = true
	end := trimEnd(r.text, start, lineEnd(r.text, start, len(r.text)))
	if start < end && (r.text[start] == '[' || r.text[start] == '{') {
		r.pos = start // a stray quote in front of a value
		return r.value()
	}
	r.pos = start + outside(r.text[start:end])
	return r.scalar(r.text, start, r.pos, quote)
}

// stringEnd returns the offset of the quote that closes the string at pos, and -1 where none does. A string goes
// on over a line break only behind a backslash (JSON5, 5).
func (r *jsonReader) stringEnd() int {
	quote := r.text[r.pos]
	for i := r.pos + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case quote:
			return i
		case '\n':
			return -1
		case '\\':
			i++
			if strings.HasPrefix(r.text[i:], "\r\n") {
				i++
			}
		}
	}
	return -1
}

// outside returns the length of what an unclosed string's line holds without the commas and the closing brackets
// at its end that are none of the string's.
func outside(line string) int {
	curly := strings.Count(line, "}") - strings.Count(line, "{")
	square := strings.Count(line, "]") - strings.Count(line, "[")
	end := len(line)
	for ; end > 0; end-- {
		switch c := line[end-1]; {
		case c == ',' || isBlank(c):
		case c == '}' && curly > 0:
			curly--
		case c == ']' && square > 0:
			square--
		default:
			return end
		}
	}
	return end
}

// quotedKey reads the quoted name at pos. One that is unclosed ends before the colon.
func (r *jsonReader) quotedKey() claim.Span {
	start := r.pos + 1
	if end := r.stringEnd(); end >= 0 {
		r.pos = end + 1
		return claim.Span{Start: start, End: end}
	}
	r.broken = true
	line := r.lineEnd()
	end := line
	if i := strings.IndexAny(r.text[start:line], ":[]{},"); i >= 0 {
		end = start + i
	}
	r.pos = end
	return claim.Span{Start: start, End: trimEnd(r.text, start, end)}
}

// bare reads the number, the literal, or the unquoted text at pos. It leaves out a quote at its end.
func (r *jsonReader) bare() *Node {
	start := r.pos
	end := r.wordEnd()
	if end == start {
		end++ // a character that begins nothing; leaving it would read it forever
	}
	r.pos = end
	if end > start+1 && (r.text[end-1] == '"' || r.text[end-1] == '\'') {
		r.broken = true
		end--
	}
	return r.scalar(r.text, start, end, 0)
}

// wordEnd returns the end of the unquoted text at pos.
func (r *jsonReader) wordEnd() int {
	for i := r.pos; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '{':
			end := templateEnd(r.text, i, len(r.text))
			if end == i {
				return i
			}
			i = end
		case isBlank(c) || strings.IndexByte("\n,:[]}\f\v", c) >= 0:
			return i
		case c == '/' && strings.IndexByte("/*", r.text[min(i+1, len(r.text)-1)]) >= 0:
			return i
		}
	}
	return len(r.text)
}

// opaque reads the brackets at pos, which are too deep to be taken apart, as one scalar.
func (r *jsonReader) opaque() *Node {
	start, open := r.pos, 0
	for r.token() {
		switch r.text[r.pos] {
		case '[', '{':
			open++
		case ']', '}':
			open--
		case '"', '\'':
			if end := r.stringEnd(); end >= 0 {
				r.pos = end
			}
		}
		if r.pos++; open == 0 {
			return r.scalar(r.text, start, r.pos, 0)
		}
	}
	r.broken = true
	return r.scalar(r.text, start, r.pos, 0)
}
