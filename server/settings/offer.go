package settings

import (
	"slices"
	"strconv"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// An Offer is something that may stand at a place of a project's file.
type Offer struct {
	// Text is what is to be written there, with quotes where there are none.
	Text string
	// Name is the key, the code or the severity itself.
	Name string
	// Doc says in Markdown what it is for; it may be empty.
	Doc string
}

// Offers returns what may stand at a byte offset of a project's file, and the span of the word that is there now, which may
// be empty. About says in Markdown what a rule finds.
func Offers(text string, offset int, codes []string, about func(code string) string) (claim.Span, []Offer) {
	word := wordAround(text, offset)
	root := syntax.TOML(text[:word.Start] + probe + text[word.End:])
	s := slot{at: word.Start}
	s.find(root, nil)
	rules := make([]Key, len(codes))
	for i, code := range codes {
		rules[i] = Key{Name: code, Doc: about(code)}
	}
	var keys []Key
	switch {
	case !s.found:
	case s.isKey && len(s.path) == 0:
		keys = Keys
	case s.isKey && len(s.path) == 1 && s.path[0] == "severity":
		keys = rules
	case s.isKey && len(s.path) == 2 && s.path[0] == "ignore":
		keys = IgnoreKeys
	case !s.isKey && len(s.path) == 2 && s.path[0] == "severity":
		for _, name := range Severities {
			keys = append(keys, Key{Name: name})
		}
	case !s.isKey && len(s.path) == 2 && s.path[0] == "ignore",
		!s.isKey && len(s.path) >= 3 && s.path[0] == "ignore" && s.path[2] == "code":
		keys = rules
	}
	var offers []Offer
	for _, k := range keys {
		o := Offer{k.Name, k.Name, k.Doc}
		if !s.isKey && s.quote == 0 {
			o.Text = strconv.Quote(k.Name)
		}
		offers = append(offers, o)
	}
	return word, offers
}

// probe stands in for the word at the place that is asked about, whatever it is.
const probe = "portclash-probe"

// wordAround returns the span of the word before and after an offset.
func wordAround(text string, at int) claim.Span {
	s := claim.Span{Start: at, End: at}
	for s.Start > 0 && inCode(text[s.Start-1]) {
		s.Start--
	}
	for s.End < len(text) && inCode(text[s.End]) {
		s.End++
	}
	return s
}

// A slot is where the probe is found: the names on the way there, [] for an item.
type slot struct {
	at    int
	found bool
	isKey bool
	quote byte
	path  []string
}

func (s *slot) find(n *syntax.Node, path []string) {
	if n.Kind == syntax.Scalar && n.Text == probe && n.Span.Start == s.at {
		s.found, s.quote, s.path = true, n.Quote, path
	}
	for _, p := range n.Pairs {
		if p.Key == probe && p.KeySpan.Start == s.at {
			s.found, s.isKey, s.path = true, true, path
			return
		}
		s.find(p.Value, append(slices.Clip(path), p.Key))
	}
	for _, item := range n.Items {
		s.find(item, append(slices.Clip(path), "[]"))
	}
}
