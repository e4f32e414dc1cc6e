package syntax

import "strings"

// A Continuation tells which lines of a text go on in the next one.
type Continuation struct {
	// Mark at the end of a line joins the next one to it.
	Mark byte
	// Joins reports whether a line belongs to the one before although no mark says so, most often because the mark
	// is being typed; first is the line that the one before began with. It may be nil.
	Joins func(first, line string) bool
}

// Lines returns the lines of a text, those that go on in others as one with a blank in between. Lines that are
// empty or comments, which begin with #, are left out, even where a line goes on behind them.
func (c Continuation) Lines(text string) []Text {
	var lines []Text
	var open builder // a line that goes on
	first, going := "", false
	flush := func() {
		if len(open.value) > 0 {
			lines = append(lines, open.text())
		}
		open = builder{source: Verbatim(text, 0)}
	}
	flush()
	for start := 0; start < len(text); {
		end := lineEnd(text, start, len(text))
		line := text[start:trimEnd(text, start, end)]
		next := end + 1
		trimmed := strings.TrimLeft(line, " \t")
		switch {
		case strings.HasPrefix(trimmed, "#") && !strings.HasPrefix(trimmed, "#!"):
			start = next
			continue
		case !going && (first == "" || c.Joins == nil || !c.Joins(first, line)):
			flush()
			first = line
		}
		going = strings.HasSuffix(line, string(c.Mark))
		if going {
			line = line[:len(line)-1]
		}
		if len(open.value) > 0 && trimmed != "" {
			open.value, open.at = append(open.value, ' '), append(open.at, start)
		}
		if trimmed != "" {
			open.addAll(start, start+len(line))
		}
		start = next
	}
	flush()
	return lines
}
