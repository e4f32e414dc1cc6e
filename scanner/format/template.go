package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

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

// templateNumber finds the number that a template of Go takes where a value is not set: {{ .Values.port | default 8080 }},
// {{ default 8080 .Values.port }}.
var templateNumber = regexp.MustCompile(`^\{\{-? *(?:[\w.$]+ *\| *default +"?(\d+)"?|default +"?(\d+)"? +[\w.$]+)(?: *\| *\w+)* *-?\}\}$`)

// templateDefault returns the default of a text that is such a template, any other as it is.
func templateDefault(t syntax.Text) syntax.Text {
	if !strings.HasPrefix(t.Value, "{{") {
		return t
	}
	at := templateNumber.FindStringSubmatchIndex(t.Value)
	for i := 2; i < len(at); i += 2 {
		if at[i] >= 0 {
			return t.Slice(at[i], at[i+1])
		}
	}
	return t
}
