package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// network returns the service whose network, and so whose localhost, the service has: its own unless it is told another
// one's. It is empty where that is none of the file's.
func (s composeService) network() string {
	mode := s.node.Get("network_mode").Value().Interpolate().Value
	switch of, shared := strings.CutPrefix(mode, "service:"); {
	case shared && !strings.ContainsRune(of, 0):
		return of
	case strings.ContainsAny(mode, ":\x00") || mode == "none":
		return ""
	}
	return s.name
}

// called returns what the service says of the names by which other containers reach its own besides its name (the compose
// specification, "container_name" and "aliases").
func (s composeService) called(base claim.Claim) []claim.Claim {
	names := scalars(s.node.Get("container_name"))
	for _, network := range pairs(s.node.Get("networks")) {
		names = append(names, scalars(network.Value.Get("aliases"))...)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.ContainsAny(name, "$\x00") })
	if len(names) == 0 {
		return nil
	}
	c := s.note(s.head.End, ".container_name", base)
	c.Called = names
	return []claim.Claim{c}
}

// networked returns the open claim which says whose network the service has where it is told one, for what other files say
// of the service.
func (s composeService) networked(base claim.Claim) []claim.Claim {
	mode := s.node.Get("network_mode")
	if mode == nil {
		return nil
	}
	base.Inside, base.TellsInside = s.network(), true
	if mode.Value().Value == "host" {
		base.Inside = ""
	}
	return []claim.Claim{s.note(max(mode.Span.Start, s.head.End), ".network_mode", base)}
}

// loads returns what the service says of the files whose variables it is given. An image that somebody else made has
// little to do with most of what is in them, so that it is unsure for what is not built here.
func (s composeService) loads(base claim.Claim) []claim.Claim {
	files := s.node.Get("env_file")
	if files == nil {
		if given := s.given(); isOverride(s.file) && len(given) > 0 {
			c := s.note(s.head.End, ".environment", base)
			c.Given = given
			return []claim.Claim{c}
		}
		return nil
	}
	if files.Kind == syntax.Scalar {
		files = &syntax.Node{Kind: syntax.Sequence, Items: []*syntax.Node{files}}
	}
	var claims []claim.Claim
	for _, item := range items(files) {
		if item = item.Resolved(); item != nil && item.Kind == syntax.Mapping {
			item = item.Get("path")
		}
		file := item.Value().Trim()
		if file.Value == "" || !ownPath(file.Value) {
			continue
		}
		c := s.note(file.Span(0, 0).Start, ".env_file", base)
		c.Loads, c.Given, c.Unsure = []string{path.Clean(file.Value)}, s.given(), s.node.Get("build") == nil
		claims = append(claims, c)
	}
	return claims
}

// given returns the names of the variables that the service sets itself, sorted.
func (s composeService) given() []string {
	var names []string
	for _, set := range settingsOf(s.node.Get("environment"), "") {
		names = append(names, set.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// recipe returns what the service says of the file that its container is built by, nothing where it starts the container
// otherwise than that file does.
func (s composeService) recipe(base claim.Claim) []claim.Claim {
	build := s.node.Get("build")
	if build == nil || s.node.Get("command") != nil || s.node.Get("entrypoint") != nil || build.Get("dockerfile_inline") != nil {
		return nil
	}
	folder, file := build.Value(), "Dockerfile"
	if build.Kind == syntax.Mapping {
		folder = build.Get("context").Value()
		if folder.Value == "" {
			folder = syntax.Verbatim(".", build.Span.Start)
		}
		if named := build.Get("dockerfile").Value().Value; named != "" {
			file = named
		}
	}
	if folder.Value == "" || !ownPath(folder.Value, file) {
		return nil
	}
	c := s.note(max(build.Span.Start, s.head.End), ".build", base)
	c.Recipe = path.Join(folder.Value, file)
	return []claim.Claim{c}
}

// ownPath reports whether texts are paths below or beside the file's own folder, with no variable in them.
func ownPath(paths ...string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool {
		return path.IsAbs(p) || strings.ContainsAny(p, ":$~\x00")
	})
}
