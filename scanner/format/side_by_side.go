package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// sideBySide returns the open claim which says that a task of a file has others of the file run beside each other, none for
// fewer than two. The list has their names, or mappings with the name under that key.
func sideBySide(f File, list *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var started []claim.Command
	for _, item := range items(list) {
		name := item.Value().Value
		if named := item.Get(key); named != nil {
			name = named.Value().Value
		}
		if name != "" {
			started = append(started, claim.Command{Files: []string{f.Base()}, Group: name})
		}
	}
	if len(started) < 2 {
		return nil
	}
	base.Together, base.Starts = base.Key, started
	return []claim.Claim{noteAt(list.Span.Start, base)}
}
