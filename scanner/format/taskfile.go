package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Taskfiles (taskfile.dev/reference/schema): the commands of tasks, with the variables that the file gives a value.
// Those that a task depends on run beside each other.
var _ = register(format{
	name:  "taskfile",
	files: []string{"taskfile*.yml", "taskfile*.yaml"},
	scan:  scanTaskfile,
})

func scanTaskfile(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		left := fileAllowance
		global := (&taskScope{left: &left}).with(root.Get("vars"))
		for _, task := range entries(root.Get("tasks")) {
			t := task.Value.Resolved()
			key := syntax.Join("tasks", task.Key)
			base := claim.Claim{Group: task.Key, Key: key}
			vars := global.with(t.Get("vars"))
			claims = append(claims, taskSettings(t.Get("env"), key+".env", vars, base)...)
			for _, list := range []*syntax.Node{t, t.Get("cmds"), t.Get("cmd"), t.Get("preconditions"), t.Get("status")} {
				for _, command := range append([]*syntax.Node{list}, items(list)...) {
					claims = append(claims, taskLine(command, vars, base)...)
				}
			}
			claims = append(claims, taskSettings(t.Get("vars"), key+".vars", vars, base)...)
			claims = append(claims, sideBySide(f, t.Get("deps"), "task", base)...)
		}
		claims = append(claims, taskSettings(root.Get("env"), "env", global, claim.Claim{})...)
		claims = append(claims, taskSettings(root.Get("vars"), "vars", global, claim.Claim{})...)
	}
	return definedOnce(claims)
}

// taskLine reads one command of a task: a line, a mapping with one, or another task with the variables it is given.
func taskLine(n *syntax.Node, vars *taskScope, base claim.Claim) []claim.Claim {
	if n.Get("task") != nil {
		return taskSettings(n.Get("vars"), base.Key+".vars", vars, base)
	}
	for _, name := range []string{"cmd", "defer", "sh"} {
		if line := n.Get(name); line != nil {
			n = line
		}
	}
	return lineClaims(taskText(n, vars), base)
}

// taskSettings reads variables of the environment, or of the file.
func taskSettings(n *syntax.Node, key string, vars *taskScope, base claim.Claim) []claim.Claim {
	var settings []setting
	for _, p := range entries(n) {
		settings = append(settings, setting{p.Key, syntax.Join(key, p.Key), taskText(p.Value, vars)})
	}
	return settingClaims(settings, base)
}

// A taskScope has the variables that hold in a file or in one of its tasks.
type taskScope struct {
	outer  *taskScope
	values map[string]syntax.Text
	left   *allowance
}

// with returns the scope in which the variables of n are set as well.
func (s *taskScope) with(n *syntax.Node) *taskScope {
	inner := &taskScope{outer: s, values: map[string]syntax.Text{}, left: s.left}
	for _, p := range entries(n) {
		if value := p.Value.Resolved(); value != nil && value.Kind == syntax.Scalar {
			inner.values[p.Key] = taskText(value, inner)
		}
	}
	return inner
}

// get returns the value of a variable, and false where it has none or the file has used up its allowance.
func (s *taskScope) get(name string) (syntax.Text, bool) {
	for ; s != nil; s = s.outer {
		if value, ok := s.values[name]; ok {
			return value, s.left.take(value)
		}
	}
	return syntax.Text{}, false
}

// taskText returns a text with its templates, {{.PORT}}, replaced by what the file says of them. One with a default,
// {{.PORT | default "3000"}} or {{default 3000 .PORT}}, is the default where the file says nothing.
func taskText(n *syntax.Node, vars *taskScope) syntax.Text {
	return n.Value().Expand("{{", "}}", func(inner syntax.Text) (syntax.Text, bool) {
		name := ""
		var fallback syntax.Text
		for _, c := range syntax.Commands(inner) {
			for i, w := range c.Words {
				switch {
				case strings.HasPrefix(w.Value, "."):
					name = w.Value[1:]
				case i > 0 && c.Words[i-1].Value == "default":
					fallback = w
				}
			}
		}
		if value, ok := vars.get(name); ok {
			return value, true
		}
		return fallback, fallback.Value != ""
	}).Interpolate()
}
