package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// tree prints a node on as many lines as it has scalars, aliases, and empty collections, each with its path:
// a value with its quotes, @ and the target's text for an alias, {} and [] for the empty ones.
func tree(n *Node) string {
	var b strings.Builder
	printTree(&b, "", n)
	return b.String()
}

func printTree(b *strings.Builder, path string, n *Node) {
	switch {
	case n.Alias != nil:
		fmt.Fprintf(b, "%s: @%s\n", path, strings.ReplaceAll(strings.TrimSpace(tree(n.Alias)), "\n", "; "))
	case n.Kind == Mapping && len(n.Pairs) == 0:
		fmt.Fprintf(b, "%s: {}\n", path)
	case n.Kind == Sequence && len(n.Items) == 0:
		fmt.Fprintf(b, "%s: []\n", path)
	case n.Kind == Scalar && n.Quote != 0:
		fmt.Fprintf(b, "%s: %c%s%c\n", path, n.Quote, strings.ReplaceAll(n.Text, "\n", "\\n"), n.Quote)
	case n.Kind == Scalar:
		fmt.Fprintf(b, "%s: %s\n", path, strings.ReplaceAll(n.Text, "\n", "\\n"))
	}
	for _, p := range n.Pairs {
		printTree(b, Join(path, p.Key), p.Value)
	}
	for i, item := range n.Items {
		printTree(b, fmt.Sprintf("%s[%d]", path, i), item)
	}
}

// checkTree reports what every tree must hold: text and keys are the source's, and whatever is inside a
// collection lies within its span. With ordered, pairs and items also follow each other.
func checkTree(t *testing.T, text string, n *Node, ordered bool) {
	t.Helper()
	if n.Span.Start < 0 || n.Span.Start > n.Span.End || n.Span.End > len(text) {
		t.Fatalf("span %v is none in a text of %d bytes: %q", n.Span, len(text), text)
	}
	if n.Kind == Scalar && n.Alias == nil && n.Text != n.Span.In(text) {
		t.Fatalf("scalar %q is %q in the source", n.Text, n.Span.In(text))
	}
	last := n.Span.Start
	inside := func(what string, start, end int) {
		t.Helper()
		if start < n.Span.Start || end > n.Span.End || start > end {
			t.Fatalf("%s %d-%d is outside of %v in %q", what, start, end, n.Span, text)
		}
		if ordered && start < last {
			t.Fatalf("%s %d-%d begins before %d, where the one before it ends, in %q", what, start, end, last, text)
		}
	}
	for i, p := range n.Pairs {
		if p.Value == nil {
			t.Fatalf("%q has no value in %q", p.Key, text)
		}
		if p.Key != p.KeySpan.In(text) {
			t.Fatalf("key %q is %q in the source", p.Key, p.KeySpan.In(text))
		}
		if i == 0 || p.KeySpan != n.Pairs[i-1].KeySpan {
			inside("key "+p.Key, p.KeySpan.Start, p.KeySpan.End)
			last = p.KeySpan.End
		}
		inside("value of "+p.Key, p.Value.Span.Start, p.Value.Span.End)
		last = p.Value.Span.End
		checkTree(t, text, p.Value, ordered)
	}
	for _, item := range n.Items {
		inside("item", item.Span.Start, item.Span.End)
		last = item.Span.End
		checkTree(t, text, item, ordered)
	}
}
