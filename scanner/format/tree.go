package format

import (
	"strconv"

	"github.com/portclash/portclash/scanner/syntax"
)

// settingsOf returns the settings of a mapping or of a list of NAME=value.
func settingsOf(n *syntax.Node, key string) []setting {
	var settings []setting
	for _, p := range pairs(n) {
		settings = append(settings, setting{p.Key, syntax.Join(key, p.Key), p.Value.Value().Interpolate()})
	}
	for _, t := range texts(n) {
		if name, value, found := t.Cut('='); found {
			settings = append(settings, setting{name.Value, syntax.Join(key, name.Value), unquoted(value)})
		}
	}
	return settings
}

// pairs returns the pairs of a mapping and those that are merged into it (YAML's <<), each name once.
func pairs(n *syntax.Node) []syntax.Pair {
	n = n.Resolved()
	if n == nil || n.Kind != syntax.Mapping {
		return nil
	}
	seen := map[string]bool{}
	var all []syntax.Pair
	collect(n, seen, &all, 0)
	return all
}

func collect(n *syntax.Node, seen map[string]bool, all *[]syntax.Pair, depth int) {
	n = n.Resolved()
	if n == nil || depth > 8 {
		return
	}
	for _, p := range n.Pairs {
		if p.Key != "<<" && !seen[p.Key] {
			seen[p.Key] = true
			*all = append(*all, p)
		}
	}
	for _, p := range n.Pairs {
		if p.Key == "<<" {
			collect(p.Value, seen, all, depth+1)
			for _, item := range items(p.Value) {
				collect(item, seen, all, depth+1)
			}
		}
	}
}

// items returns the items of a sequence, none where n is something else.
func items(n *syntax.Node) []*syntax.Node {
	n = n.Resolved()
	if n == nil {
		return nil
	}
	return n.Items
}

// texts returns what the items of a sequence say, variables replaced.
func texts(n *syntax.Node) []syntax.Text {
	var all []syntax.Text
	for _, item := range items(n) {
		all = append(all, item.Value().Interpolate())
	}
	return all
}

// scalars returns what a scalar or the items of a sequence say.
func scalars(n *syntax.Node) []string {
	if v := n.Value().Value; v != "" {
		return []string{v}
	}
	var all []string
	for _, t := range texts(n) {
		all = append(all, t.Value)
	}
	return all
}

// index returns the path of an item.
func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
