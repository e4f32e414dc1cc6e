package settings

import (
	"slices"
	"strings"
	"unicode"

	"github.com/portclash/portclash/scanner/claim"
)

// Marker is what a comment begins with that silences findings on its line, or on the next where it has a line of its
// own: "portclash:ignore", then perhaps codes, with blanks or commas between them, then perhaps " -- " and a reason.
const Marker = "portclash:ignore"

// A Comment is one that silences findings.
type Comment struct {
	// Codes are the rules that it silences, with their places in the text; none means all.
	Codes []Word
	// End is the byte offset behind the last code, or behind the marker.
	End int
}

// A Word is a word and where in the text it stands, in bytes.
type Word struct {
	Text string
	Span claim.Span
}

// Silences reports whether the comment is about a rule.
func (c Comment) Silences(code string) bool {
	return len(c.Codes) == 0 || slices.ContainsFunc(c.Codes, func(w Word) bool { return w.Text == code })
}

// Comments returns the comments that are about what stands at a byte offset of a text: one on its line, and one on the
// line above that has nothing else on it. Which characters begin a comment is not looked at, so that it holds for
// every format, and in a JSON file for a "//" property.
func Comments(text string, offset int) []Comment {
	start := lineStart(text, offset)
	var found []Comment
	if c, _, ok := commentIn(text, start); ok {
		found = append(found, c)
	}
	if start == 0 {
		return found
	}
	above := lineStart(text, start-len(lineBreak(text[:start])))
	if c, before, ok := commentIn(text, above); ok && alone(before) {
		found = append(found, c)
	}
	return found
}

// lineStart returns the byte offset at which the line of an offset begins.
func lineStart(text string, offset int) int { return strings.LastIndexAny(text[:offset], "\r\n") + 1 }

// lineBreak returns the line break that a text ends with.
func lineBreak(text string) string {
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if strings.HasSuffix(text, end) {
			return end
		}
	}
	return ""
}

// commentIn returns the comment on the line that begins at start, and what stands before its marker.
func commentIn(text string, start int) (c Comment, before string, found bool) {
	line := text[start:]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	at := strings.Index(line, Marker)
	if at < 0 {
		return Comment{}, "", false
	}
	pos := at + len(Marker)
	if pos < len(line) && inCode(line[pos]) {
		return Comment{}, "", false // another marker that begins with ours
	}
	c.End = start + pos
	for {
		for pos < len(line) && strings.IndexByte(" \t,:", line[pos]) >= 0 {
			pos++
		}
		from := pos
		for pos < len(line) && inCode(line[pos]) {
			pos++
		}
		if from == pos || line[from] == '-' {
			return c, line[:at], true
		}
		c.Codes = append(c.Codes, Word{line[from:pos], claim.Span{Start: start + from, End: start + pos}})
		c.End = start + pos
	}
}

func inCode(b byte) bool {
	return b == '-' || b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

// alone reports whether what stands before a marker makes its line one of nothing but the comment: signs, or the word
// that batch files begin one with.
func alone(before string) bool {
	before = strings.TrimSpace(before)
	return strings.EqualFold(before, "rem") || !strings.ContainsFunc(before, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}
