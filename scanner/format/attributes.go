package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// attribute finds one at the beginning of a text: name="value".
var attribute = regexp.MustCompile(`^[ \t\r\n]*([\w.-]+)="([^"\n]*)"?`)

// attributesAt returns the attributes that stand from i on by their names in lower case, on as many lines as it takes, up to
// the bracket that ends them. What is no attribute costs its line.
func attributesAt(text string, i int) map[string]syntax.Text {
	attributes := map[string]syntax.Text{}
	for i < len(text) {
		if at := attribute.FindStringSubmatchIndex(text[i:]); at != nil {
			attributes[strings.ToLower(text[i+at[2]:i+at[3]])] = syntax.Verbatim(text[i+at[4]:i+at[5]], i+at[4])
			i += at[1]
			continue
		}
		line := lineAt(text, i)
		if strings.ContainsAny(line, "<>()") {
			break
		}
		i += len(line) + 1
	}
	return attributes
}
