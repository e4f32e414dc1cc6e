package scanner

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/format"
)

// CommentAbove returns the edit that puts a comment of these words on a line of its own above the one of a byte offset of
// a file, whose claims are those that Scan returns. It reports false where no comment can be there: the notation has none,
// or the file would be read otherwise with it.
func CommentAbove(name, text string, claims []claim.Claim, offset int, words string) (claim.Edit, bool) {
	e, ok := format.CommentAbove(format.File{Name: name, Text: text}, offset, words)
	if !ok {
		return claim.Edit{}, false
	}
	after := Scan(name, text[:e.Span.Start]+e.New+text[e.Span.End:])
	if len(after) != len(claims) {
		return claim.Edit{}, false
	}
	for i, c := range claims {
		c.Span, c.Digits = moved(c.Span, e), moved(c.Digits, e)
		if !alike(c, after[i]) {
			return claim.Edit{}, false
		}
	}
	return e, true
}

// moved returns a span as it is after an edit has put text in.
func moved(s claim.Span, e claim.Edit) claim.Span {
	if s.End > e.Span.Start || s.Start >= e.Span.Start {
		s.End += len(e.New)
	}
	if s.Start >= e.Span.Start {
		s.Start += len(e.New)
	}
	return s
}

// alike reports whether two claims say the same of the same place.
func alike(a, b claim.Claim) bool {
	return a.Endpoint == b.Endpoint && a.Role == b.Role && a.Scope == b.Scope && a.Span == b.Span && a.Digits == b.Digits &&
		a.Key == b.Key && a.Group == b.Group && a.Variable == b.Variable && a.Assigns == b.Assigns && a.About == b.About
}
