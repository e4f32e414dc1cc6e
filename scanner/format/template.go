package format

import "strings"

// templateEndings are what people put behind the name of a file that is there to be copied, or filled in by a tool.
var templateEndings = []string{
	".example", ".sample", ".template", ".tmpl", ".tpl", ".dist", ".default", ".j2", ".in", ".erb", ".jinja", ".jinja2", ".tftpl", ".gotmpl",
	"-example", "-sample", "-dist",
}

// filledIn returns the name of the file that a template is for: app.toml for app.toml.example. It is false for a
// file that is no template by its name.
func filledIn(name string) (string, bool) {
	for _, ending := range templateEndings {
		if len(name) > len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending) {
			return name[:len(name)-len(ending)], true
		}
	}
	return name, false
}
