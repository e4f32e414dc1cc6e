package syntax

import (
	"strings"
	"testing"
)

// depth returns how many nodes lie in each other at most.
func depth(n *Node) int {
	most := 0
	for _, p := range n.Pairs {
		most = max(most, depth(p.Value))
	}
	for _, item := range n.Items {
		most = max(most, depth(item))
	}
	return most + 1
}

// A file that nests without end must not exhaust the stack of whoever reads it or walks its tree.
func TestDepthIsBounded(t *testing.T) {
	const deep = 200_000
	for name, text := range map[string]string{
		"flow.yaml":     strings.Repeat("[", deep),
		"flows.yaml":    strings.Repeat("{a: [", deep),
		"dashes.yaml":   strings.Repeat("- ", deep) + "a",
		"explicit.yaml": strings.Repeat("? ", deep) + "a",
		"lines.yaml":    stairs(3000),
		"array.json":    strings.Repeat("[", deep),
		"closed.json":   strings.Repeat("[", deep) + strings.Repeat("]", deep),
		"object.json":   strings.Repeat(`{"a":`, deep),
		"array.toml":    "a=" + strings.Repeat("[", deep),
		"table.toml":    "a=" + strings.Repeat("{b.c=", deep),
		"dotted.toml":   "a" + strings.Repeat(".a", deep) + "=1",
		"header.toml":   "[a" + strings.Repeat(".a", deep) + "]\nb=" + strings.Repeat("[", deep),
	} {
		for _, n := range read(name, text) {
			checkTree(t, text, n, inOrder(name))
			if got := depth(n); got > 2*maxDepth+10 {
				t.Errorf("%s: the tree is %d deep", name, got)
			}
		}
	}
}

// stairs returns that many names, each below the one before.
func stairs(steps int) string {
	var b strings.Builder
	for i := range steps {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
