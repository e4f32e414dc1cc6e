package format

import (
	"path"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// included returns what a compose file says of those that it includes: their services are started along with its own (the
// compose specification, "include"). One that is given variables of its own is not told of.
func included(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		for i, item := range items(root.Get("include")) {
			item = item.Resolved()
			files := []*syntax.Node{item}
			if item != nil && item.Kind == syntax.Mapping {
				files = []*syntax.Node{item.Get("path")}
				if several := items(item.Get("path")); len(several) > 0 {
					files = several
				}
			}
			if isSample(f) || item.Get("env_file") != nil {
				continue
			}
			c := claim.Claim{Key: index("include", i), Together: composeProject(f.Base())}
			if c.Starts = readOver(files); c.Starts != nil {
				claims = append(claims, noteAt(files[0].Value().Span(0, 0).Start, c))
			}
		}
	}
	return claims
}

// readOver returns the commands that start all of files of which each is read over those before it, nil where one is not
// known.
func readOver(files []*syntax.Node) []claim.Command {
	var commands []claim.Command
	var below []string
	for _, file := range files {
		name := file.Value().Value
		if name == "" || !ownPath(name) {
			return nil
		}
		name = path.Clean(name)
		commands = append(commands, claim.Command{Files: []string{name}, Over: slices.Clone(below)})
		below = append(below, name)
	}
	return commands
}

// extended returns what the service says of the service of another file whose ports are added to its own, none where its
// own replace them.
func (s composeService) extended(base claim.Claim) []claim.Claim {
	from := s.node.Get("extends")
	file, service := from.Get("file").Value(), from.Get("service").Value()
	if _, replaces := s.portsTag(); replaces || file.Value == "" || service.Value == "" || !ownPath(file.Value, service.Value) || isSample(s.file) {
		return nil
	}
	c := s.note(max(file.Span(0, 0).Start, s.head.End), ".extends", base)
	c.Extends = &claim.Command{Files: []string{path.Clean(file.Value)}, Group: service.Value}
	return []claim.Claim{c}
}
