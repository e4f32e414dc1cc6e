package syntax

import "strings"

// value reads what is behind a name, in a line indented by indent: nothing where the line ends.
func (r *bracesReader) value(indent int) *Node {
	rest := r.text[r.pos:]
	switch {
	case strings.HasPrefix(rest, "["):
		return r.list(indent)
	case strings.HasPrefix(rest, "{"):
		return r.block(indent)
	case strings.HasPrefix(rest, "<<"):
		if n := r.heredoc(); n != nil {
			return n
		}
	case strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "'"):
		if n := r.quoted(); n != nil {
			return n
		}
	}
	return r.bare()
}

// quoted reads the quoted text at pos; nil where it is but the beginning of an expression.
func (r *bracesReader) quoted() *Node {
	quote, start := r.text[r.pos], r.pos+1
	end := r.quoteEnd(r.pos)
	if quote == '\'' {
		n := strings.IndexAny(r.text[start:], "'\n")
		if n < 0 {
			n = len(r.text) - start
		}
		end = min(start+n+1, len(r.text))
	}
	after := end
	for after < len(r.text) && isBlank(r.text[after]) {
		after++
	}
	if after < len(r.text) && strings.IndexByte("\n,]};#/", r.text[after]) < 0 {
		return nil
	}
	r.pos = end
	if end > start && r.text[end-1] == quote {
		end--
	} else {
		end = trimEnd(r.text, start, end)
	}
	return r.scalar(r.text, start, end, quote)
}

// bare reads an expression or a text without quotes up to what ends it on its line.
func (r *bracesReader) bare() *Node {
	start, depth := r.pos, 0
	for r.pos < len(r.text) && r.text[r.pos] != '\n' && r.comment(r.pos) == r.pos {
		switch c := r.text[r.pos]; c {
		case '"':
			r.pos = r.quoteEnd(r.pos)
			continue
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 && c != ')' {
				return r.scalar(r.text, start, trimEnd(r.text, start, r.pos), 0)
			}
			depth = max(0, depth-1)
		case ',', ';':
			if depth == 0 {
				return r.scalar(r.text, start, trimEnd(r.text, start, r.pos), 0)
			}
		}
		r.pos++
	}
	return r.scalar(r.text, start, trimEnd(r.text, start, r.pos), 0)
}

// list reads the brackets at pos.
func (r *bracesReader) list(indent int) *Node {
	if r.depth == maxDepth {
		return r.bare()
	}
	r.depth++
	defer func() { r.depth-- }()
	n := r.collection(Sequence, r.pos)
	r.pos++
	for {
		n.Span.End = r.pos
		r.skip(true)
		if r.pos >= len(r.text) || r.text[r.pos] == '}' || r.lineStart() && r.settingAhead() {
			return n
		}
		if r.text[r.pos] == ']' {
			r.pos++
			n.Span.End = r.pos
			return n
		}
		n.Items = append(n.Items, r.value(indent))
	}
}

// settingAhead reports whether a setting begins at pos, which is none of a list's items.
func (r *bracesReader) settingAhead() bool {
	i := r.nameEnd(r.pos)
	if i == r.pos {
		return false
	}
	for i < len(r.text) && isBlank(r.text[i]) {
		i++
	}
	rest := r.text[i:]
	return strings.HasPrefix(rest, "{") || strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "==") || strings.HasPrefix(rest, ": ")
}

// heredoc reads <<NAME or <<-NAME and the lines up to the one with that name; nil where there is none.
func (r *bracesReader) heredoc() *Node {
	begin := r.pos + len("<<")
	if begin < len(r.text) && (r.text[begin] == '-' || r.text[begin] == '~') {
		begin++
	}
	lineBreak := lineEnd(r.text, begin, len(r.text))
	name := strings.TrimSpace(r.text[begin:lineBreak])
	if name == "" || strings.Trim(name, heredocName) != "" {
		return nil
	}
	start := min(lineBreak+1, len(r.text))
	outer, dedent := r.indent(), 0 // where the first line is that is not below this one
	for line := start; line < len(r.text) && r.retries > 0; {
		end := lineEnd(r.text, line, len(r.text))
		if strings.TrimSpace(r.text[line:end]) == name {
			r.pos = end
			return r.scalar(r.text, start, line, '|')
		}
		if text := r.text[line:end]; dedent == 0 && strings.TrimSpace(text) != "" && len(text)-len(strings.TrimLeft(text, " \t")) <= outer {
			dedent = line
		}
		r.retries -= end + 1 - line
		line = end + 1
	}
	if dedent > start { // its end is being typed
		r.pos = dedent - 1
		return r.scalar(r.text, start, dedent, '|')
	}
	return nil
}

const heredocName = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
