package format

import (
	"path"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// included returns what a compose file says of those that it includes: their services are started along with its own (the
// compose specification, "include"). One that is included as several, which are read over one another, is not told of.
func included(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		for i, item := range items(root.Get("include")) {
			item = item.Resolved()
			file := item
			if item != nil && item.Kind == syntax.Mapping {
				file = item.Get("path")
			}
			if names := items(file); len(names) == 1 {
				file = names[0]
			}
			name := file.Value()
			if name.Value == "" || !ownPath(name.Value) || isSample(f) {
				continue
			}
			at := name.Span(0, 0).Start
			c := claim.Claim{Key: index("include", i), Role: claim.Connect, Scope: claim.Container, Together: composeProject(f.Base())}
			c.Span = claim.Span{Start: at, End: at}
			c.Digits = c.Span
			c.Starts = []claim.Command{{Files: []string{path.Clean(name.Value)}}}
			claims = append(claims, c)
		}
	}
	return claims
}

// extended returns what the service says of the service of another file whose ports are added to its own, none where its
// own replace them.
func (s composeService) extended(base claim.Claim) []claim.Claim {
	from := s.node.Get("extends")
	file, service := from.Get("file").Value(), from.Get("service").Value()
	if _, replaces := s.portsTag(); replaces || file.Value == "" || service.Value == "" || !ownPath(file.Value, service.Value) || isSample(s.file) {
		return nil
	}
	c := s.open(max(file.Span(0, 0).Start, s.head.End), ".extends", base)
	c.Extends = &claim.Command{Files: []string{path.Clean(file.Value)}, Group: service.Value}
	return []claim.Claim{c}
}
