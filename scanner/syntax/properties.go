package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Properties returns the mapping of a Java properties text (java.util.Properties.load), flat and under the whole
// keys: server.port. A key ends at =, at a colon, or at a blank that no backslash precedes; a line that begins
// with # or ! is a comment; a value goes on behind a backslash at its line's end. Escapes stay as they are.
func Properties(text string) *Node {
	var alloc nodes
	start := len(text) - len(strings.TrimPrefix(text, "\ufeff"))
	root := alloc.collection(Mapping, start)
	for pos := start; pos < len(text); pos++ {
		for pos < len(text) && isPropertyBlank(text[pos]) {
			pos++
		}
		end := logicalEnd(text, pos)
		if pos == end || text[pos] == '#' || text[pos] == '!' {
			pos = lineEnd(text, pos, len(text))
			continue
		}
		key := claim.Span{Start: pos, End: propertyKeyEnd(text, pos, end)}
		value := propertyValue(text, key.End, end)
		root.add(key.In(text), key, alloc.scalar(text, value, max(value, trimEnd(text, value, end)), 0))
		pos = end
	}
	return root
}

// isPropertyBlank reports whether c is white space within a line.
func isPropertyBlank(c byte) bool { return isBlank(c) || c == '\f' }

// logicalEnd returns where the line of pos ends with the lines it goes on in.
func logicalEnd(text string, pos int) int {
	for {
		end := lineEnd(text, pos, len(text))
		last := end
		if last > pos && text[last-1] == '\r' {
			last--
		}
		slashes := 0
		for last-slashes > pos && text[last-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 || end == len(text) {
			return end
		}
		pos = end + 1
	}
}

// propertyKeyEnd returns where the key at pos ends.
func propertyKeyEnd(text string, pos, end int) int {
	for i := pos; i < end; i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '=' || c == ':' || c == '\n' || isPropertyBlank(c):
			return i
		}
	}
	return end
}

// propertyValue returns where the value behind the key that ends at pos begins: behind blanks, at most one
// separator, and the line breaks that a backslash hides.
func propertyValue(text string, pos, end int) int {
	separated, behind := false, pos
	for pos < end {
		switch c := text[pos]; {
		case (c == '=' || c == ':') && !separated:
			separated, behind = true, pos+1
		case isPropertyBlank(c) || c == '\n':
		case c == '\\' && strings.HasPrefix(strings.TrimPrefix(text[pos+1:], "\r"), "\n"):
		default:
			return pos
		}
		pos++
	}
	return behind
}
