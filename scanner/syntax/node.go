// Package syntax reads the notations that configuration files are written in, tolerantly: what a person has half
// typed costs the lines it is on, not the file. Every reader returns the same tree, with byte spans.
package syntax

import (
	"slices"
	"strconv"

	"github.com/portclash/portclash/scanner/claim"
)

// A Kind tells what a node holds.
type Kind uint8

const (
	// Scalar is a node that holds text.
	Scalar Kind = iota
	// Mapping is a node that holds named nodes.
	Mapping
	// Sequence is a node that holds nodes in order.
	Sequence
)

// A Node is a value in a tree of settings and the place it was read from.
type Node struct {
	Kind Kind
	// Span covers the value. A scalar's leaves out its quotes, or a block scalar's header.
	Span claim.Span
	// Text is a scalar's source text, exactly the bytes of Span and nothing decoded, so that an offset in Text
	// is Span.Start away from one in the file.
	Text string
	// Quote is what a scalar is written in: 0 for plain, '"', '\'', or a block scalar's '|' or '>'.
	Quote byte
	// Pairs are a mapping's, in the order of the file; a name may come twice.
	Pairs []Pair
	// Items are a sequence's.
	Items []*Node
	// Alias is the node that an alias stands for (YAML's *name); Kind and the rest are then empty. Get and At
	// see through it, Walk does not: what it stands for is walked in its own place.
	Alias *Node
}

// A Pair is a name and its value. Value is never nil; a name without a value has an empty scalar.
type Pair struct {
	Key     string
	KeySpan claim.Span
	Value   *Node
}

// maxMerges bounds how many merges and aliases a lookup follows; deeper ones are a trap or a mistake.
const maxMerges = 8

// Resolved returns the node that n stands for, n itself where it is no alias, and nil for nil or for aliases
// that lead nowhere.
func (n *Node) Resolved() *Node {
	for range maxMerges {
		if n == nil || n.Alias == nil {
			return n
		}
		n = n.Alias
	}
	return nil
}

// Get returns the value of the last pair of that name in a mapping, or of one that is merged into it (YAML's
// <<), or nil.
func (n *Node) Get(key string) *Node { return n.get(key, maxMerges) }

func (n *Node) get(key string, merges int) *Node {
	n = n.Resolved()
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for _, p := range slices.Backward(n.Pairs) {
		if p.Key == key {
			return p.Value.Resolved()
		}
	}
	if merges == 0 {
		return nil
	}
	for _, p := range slices.Backward(n.Pairs) {
		if p.Key != "<<" {
			continue
		}
		from := p.Value.Resolved()
		if from != nil && from.Kind == Sequence {
			for _, item := range from.Items {
				if v := item.get(key, merges-1); v != nil {
					return v
				}
			}
		} else if v := from.get(key, merges-1); v != nil {
			return v
		}
	}
	return nil
}

// At returns the node at a path of names, or nil.
func (n *Node) At(path ...string) *Node {
	n = n.Resolved()
	for _, key := range path {
		n = n.Get(key)
	}
	return n
}

// Walk calls visit for every scalar below n, in the order of the file, with its path: services.web.ports[0].
// A visit that returns false for a mapping or a sequence leaves out what is below it.
func (n *Node) Walk(visit func(path string, n *Node) bool) { n.walk("", visit) }

func (n *Node) walk(path string, visit func(string, *Node) bool) {
	if n == nil || n.Alias != nil || !visit(path, n) {
		return
	}
	for _, p := range n.Pairs {
		p.Value.walk(Join(path, p.Key), visit)
	}
	for i, item := range n.Items {
		item.walk(path+"["+strconv.Itoa(i)+"]", visit)
	}
}

// Join appends a name to a path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
