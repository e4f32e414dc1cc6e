package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Monit (mmonit.com/monit/documentation): where its own pages are served, and the ports that it tests.
var _ = register(format{
	name:    "monit",
	files:   []string{"monitrc", "monitrc.*", "*.monitrc", "*.monit", "monit.conf", "monit.d/*", "monit/conf*/*"},
	servers: []string{"monit"},
	scan:    scanMonit,
})

func scanMonit(f File) []claim.Claim {
	base := serverBase(f, "monit")
	var claims []claim.Claim
	checked := syntax.Text{} // the address of the host that the tests are of
	for _, s := range monitStatements(f.Text) {
		base := base
		base.Key = strings.Join(s.head(), " ")
		host := s.behind("host")
		switch {
		case s.is("check"):
			checked = s.behind("address")
			continue
		case s.is("set", "httpd"):
			host = s.behind("address")
			base.Default = "*"
		case s.is("set", "mailserver") && len(s) > 2:
			base.Role, host = claim.Connect, s[2]
		case s.is("if"):
			if base.Role = claim.Connect; host.Value == "" {
				host = checked
			}
		default:
			continue
		}
		port := s.behind("port")
		e, ok := wholePort(port)
		if !ok {
			continue
		}
		c := base
		c.Endpoint = e
		if c.Host, ok = hostName(host.Value); !ok {
			continue
		}
		if strings.EqualFold(s.behind("type").Value, "udp") {
			c.Protocol = claim.UDP
		}
		if c.Host != "" && c.Role == claim.Connect && c.Reach().Empty() {
			c.Scope = claim.Remote
		}
		place(&c, port, 0, len(port.Value), 0, len(port.Value))
		claims = append(claims, c)
	}
	return claims
}

// A monitStatement is the words of one statement, which may be on several lines.
type monitStatement []syntax.Text

// monitVerbs are the words that statements begin with.
var monitVerbs = words("set check if include start stop restart depends group every")

func monitStatements(text string) []monitStatement {
	var statements []monitStatement
	for line := range linesOf(text) {
		if n := strings.IndexByte(line.Value, '#'); n >= 0 {
			line = line.Slice(0, n)
		}
		for _, word := range line.Split(" \t\r") {
			word = unquoted(word.Slice(0, len(strings.TrimRight(word.Value, ",;"))))
			switch {
			case word.Value == "":
				continue
			case monitVerbs[strings.ToLower(word.Value)]:
				statements = append(statements, monitStatement{word})
			case len(statements) > 0:
				statements[len(statements)-1] = append(statements[len(statements)-1], word)
			}
		}
	}
	return statements
}

// is reports whether a statement begins with words.
func (s monitStatement) is(words ...string) bool {
	return len(s) >= len(words) && slices.Equal(s[:len(words)].head(), words)
}

// head returns a statement's first two words.
func (s monitStatement) head() []string {
	var head []string
	for _, w := range s[:min(len(s), 2)] {
		head = append(head, strings.ToLower(w.Value))
	}
	return head
}

// behind returns the word behind a word, empty where that is not there.
func (s monitStatement) behind(word string) syntax.Text {
	for i, w := range s[:max(0, len(s)-1)] {
		if strings.EqualFold(w.Value, word) {
			return s[i+1]
		}
	}
	return syntax.Text{}
}
