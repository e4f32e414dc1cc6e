package syntax

import (
	"fmt"
	"strings"
	"testing"
)

func TestCommands(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"", ""},
		{"next dev -p 3000", "[next dev -p 3000]"},
		{"PORT=3000 HOST=x node a.js", "PORT=3000 HOST=x [node a.js]"},
		{"node PORT=3000", "[node PORT=3000]"},
		{`a "b c" 'd "e' f\ g ""`, `[a|b c|d "e|f g|]`},
		{`a "b \"c\" \n"`, `[a|b "c" \n]`},
		{"a && b || c ; d\ne", "[a] [b] [c] [d] [e]"},
		{"a & b | c", "[a]& [b]& [c]"},
		{"set PORT=4000&& node x", "[set PORT=4000] [node x]"},
		{"a # not this 3000\nb", "[a] [b]"},
		{"a#b", "[a#b]"},
		{"curl x 2>&1 >/dev/null | grep y", "[curl x]>1>/dev/null& [grep y]"},
		{"exec 3<>/dev/tcp/127.0.0.1/80", "[exec]>/dev/tcp/127.0.0.1/80"},
		{"kill $(lsof -ti:3000) now", "[lsof -ti:3000] [kill||now]"},
		{"echo `curl a` b", "[curl a] [echo||b]"},
		{"(cd x && vite)", "[cd x] [vite]"},
		{"a \\\n  --port 3000", "[a --port 3000]"},
		{"a \\\r\n  --port 3000", "[a --port 3000]"},
		{`a "not closed 3000`, "[a|not closed 3000]"},
		{"a \"not closed\nb --port 3000", "[a|not closed] [b --port 3000]"},
		{"a 'not closed\nb --port 3000", "[a|not closed] [b --port 3000]"},
		{"a \"two\nlines\" b", "[a two\nlines b]"},
		{"if ! nc -z a 80; then b; else c; fi", "[nc -z a 80] [b] [c] [fi]"},
		{"while true; do a; done", "[true] [a] [done]"},
		{"a $(b", "[b] [a|]"},
		{`a \`, `[a \]`},
	} {
		var all []string
		for _, c := range Commands(Verbatim(tt.line, 0)) {
			var b strings.Builder
			for _, s := range c.Sets {
				b.WriteString(s.Value + " ")
			}
			var words []string
			plain := true
			for _, w := range c.Words {
				words = append(words, w.Value)
				plain = plain && w.Value != "" && !strings.ContainsAny(w.Value, " ")
			}
			separator := "|"
			if plain {
				separator = " "
			}
			fmt.Fprintf(&b, "[%s]", strings.Join(words, separator))
			for _, f := range c.Files {
				b.WriteString(">" + f.Value)
			}
			if c.Beside {
				b.WriteByte('&')
			}
			all = append(all, b.String())
		}
		if got := strings.Join(all, " "); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.line, got, tt.want)
		}
	}
}

// TestWordsKeepTheirPlaces reads words through an escaped string and through quotes in it, as in a script of
// package.json.
func TestWordsKeepTheirPlaces(t *testing.T) {
	const text = `concurrently \"vite --port 5173\" 'x'`
	outer := Commands(Verbatim(text, 0).unescape())
	inner := Commands(outer[0].Words[1])
	digits := inner[0].Words[2]
	if s := digits.Span(0, 4); s.In(text) != "5173" || digits.Value != "5173" {
		t.Errorf("%q stands at %q", digits.Value, s.In(text))
	}
}

func TestNestedSubstitutionsEnd(t *testing.T) {
	for _, text := range []string{strings.Repeat("$(", 1<<16), strings.Repeat("${", 1<<16), strings.Repeat("${A:-", 1<<16), strings.Repeat("`", 1<<16)} {
		Commands(Verbatim(text, 0).Interpolate())
	}
}
