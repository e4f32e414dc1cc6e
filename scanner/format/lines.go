package format

import (
	"iter"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// lineSettings returns the settings of a text that has at most one in a line: a name, then =, : or a blank,
// then the value. That much is common to the configuration files of most servers. Comments begin with #, ;, //
// or !, and behind a value with a blank and #.
func lineSettings(text string) []setting {
	var settings []setting
	for line := range linesOf(text) {
		if s, ok := lineSetting(line); ok {
			settings = append(settings, s)
		}
	}
	return settings
}

// linesOf yields the lines of a text that is a whole file, without the line feeds at their ends.
func linesOf(text string) iter.Seq[syntax.Text] {
	return func(yield func(syntax.Text) bool) {
		start := 0
		for line := range strings.SplitSeq(text, "\n") {
			if !yield(syntax.Verbatim(line, start)) {
				return
			}
			start += len(line) + 1
		}
	}
}

// lineAt returns the line of a text that begins at an offset, without the line feed at its end.
func lineAt(text string, start int) string {
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}

// fieldsOf returns the words of a line, between which blanks stand.
func fieldsOf(line syntax.Text) []syntax.Text {
	var fields []syntax.Text
	for _, w := range line.Split(" \t\r") {
		if w.Value != "" {
			fields = append(fields, w)
		}
	}
	return fields
}

// lineSetting reads a line that is a setting, see lineSettings.
func lineSetting(line syntax.Text) (setting, bool) {
	line = line.Trim()
	for _, mark := range []string{"#", ";", "//", "!"} {
		if strings.HasPrefix(line.Value, mark) {
			return setting{}, false
		}
	}
	n := strings.IndexAny(line.Value, "=: \t")
	if n <= 0 {
		return setting{}, false
	}
	name := strings.Trim(line.Value[:n], `"'`)
	value := line.Slice(n, len(line.Value))
	for len(value.Value) > 1 && strings.IndexByte("=: \t", value.Value[0]) >= 0 {
		if c := value.Value[1]; value.Value[0] == ':' && (digit(c) || c == ':') {
			break // listen :8080, bind ::1
		}
		value = value.Slice(1, len(value.Value))
	}
	value = unquoted(value.Trim())
	value = value.Slice(0, len(strings.TrimRight(value.Value, ";, \t")))
	return setting{name, name, value.Interpolate()}, true
}
