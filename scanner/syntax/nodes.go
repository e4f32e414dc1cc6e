package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// maxDepth bounds how deep a reader nests nodes. What lies deeper stays in the tree as one scalar of source text,
// so that no file, however built, can exhaust the stack.
const maxDepth = 1000

// nodes hands out nodes from blocks that grow with the file, since most time of a small file's reading would
// otherwise go into allocating each by itself.
type nodes struct {
	block []Node
	size  int
}

func (a *nodes) add(n Node) *Node {
	if len(a.block) == 0 {
		a.size = min(max(2*a.size, 8), 512)
		a.block = make([]Node, a.size)
	}
	p := &a.block[0]
	a.block = a.block[1:]
	*p = n
	return p
}

// scalar returns a scalar of the text between two offsets, in quotes of that kind.
func (a *nodes) scalar(text string, start, end int, quote byte) *Node {
	return a.add(Node{Span: claim.Span{Start: start, End: end}, Text: text[start:end], Quote: quote})
}

// collection returns an empty mapping or sequence that begins at an offset.
func (a *nodes) collection(kind Kind, start int) *Node {
	return a.add(Node{Kind: kind, Span: claim.Span{Start: start, End: start}})
}

// isBlank reports whether c separates words within a line. A carriage return is one, so that Windows line ends
// need no care anywhere else.
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// trimEnd returns the end of text[start:end] without the blanks at its end.
func trimEnd(text string, start, end int) int {
	for end > start && isBlank(text[end-1]) {
		end--
	}
	return end
}

// isStrayQuote reports whether the quote at pos is one too many: nothing follows it on its line, or another one
// and then text.
func isStrayQuote(text string, pos int) bool {
	if rest := text[pos+1:]; len(rest) > 1 && rest[0] == text[pos] {
		return letter(rest[1]) || digit(rest[1]) || strings.IndexByte("./$*:", rest[1]) >= 0
	}
	for pos++; pos < len(text) && isBlank(text[pos]); pos++ {
	}
	return pos == len(text) || text[pos] == '\n'
}

// lineEnd returns the offset of the line break that ends the line of pos, or end where there is none before it.
func lineEnd(text string, pos, end int) int {
	if i := strings.IndexByte(text[pos:end], '\n'); i >= 0 {
		return pos + i
	}
	return end
}
