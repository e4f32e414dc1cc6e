package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// lineSettings returns the settings of a text that has at most one in a line: a name, then =, : or a blank,
// then the value. That much is common to the configuration files of most servers. Comments begin with #, ;, //
// or !, and behind a value with a blank and #.
func lineSettings(text string) []setting {
	var settings []setting
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		if s, ok := lineSetting(syntax.Verbatim(text[start:end], start)); ok {
			settings = append(settings, s)
		}
		start = end + 1
	}
	return settings
}

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
