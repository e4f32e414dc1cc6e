package format

import (
	"maps"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Justfiles (just.systems/man): the commands of their recipes, with the variables and the parameters in them.
var _ = register(format{
	name:  "justfile",
	files: []string{"justfile", ".justfile", "justfile.*", "*.just"},
	scan:  scanJustfile,
})

func scanJustfile(f File) []claim.Claim {
	j := justfile{values: map[string]justValue{}}
	lines := syntax.Continuation{Mark: '\\', Joins: deeperFlag}.Lines(f.Text)
	for _, line := range lines {
		if name, value, ok := j.assignment(line); ok {
			j.values[name] = value
		}
	}
	recipe, shell := "", true
	scope := j.values
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line.Value, " ") || strings.HasPrefix(line.Value, "\t"):
			if text := line.Trim().Value; strings.HasPrefix(text, "#!") {
				shell = !slices.ContainsFunc(otherInterpreters, func(name string) bool { return strings.Contains(text, name) })
			} else if shell {
				j.line(line, scope, claim.Claim{Key: recipe, Group: recipe})
			}
		case strings.Contains(line.Value, ":="):
			if name, value, ok := j.assignment(line); ok {
				j.defines(name, value)
			}
		default:
			recipe, scope = j.header(line)
			shell = true
		}
	}
	return j.supplied(definedOnce(append(j.claims, j.definitions...)))
}

// otherInterpreters are those whose scripts no shell reads.
var otherInterpreters = []string{"python", "node", "ruby", "perl", "php", "deno", "bun", "lua", "pwsh", "uv run", "nu"}

// A justValue is what a variable is given in the file.
type justValue struct {
	text syntax.Text
	// env is the environment variable that supplies the value where it is set.
	env string
}

// A justfile collects the claims of a file.
type justfile struct {
	values map[string]justValue
	// claims are those of recipes, definitions those that variables and parameters have by themselves.
	claims, definitions []claim.Claim
	// supplies are the values that the environment may replace.
	supplies []justValue
}

// line reads a line of a recipe with the values that hold in it.
func (j *justfile) line(line syntax.Text, values map[string]justValue, base claim.Claim) {
	line = line.Trim()
	line = line.Slice(len(line.Value)-len(strings.TrimLeft(line.Value, "@-")), len(line.Value))
	text := line.Expand("{{", "}}", func(inner syntax.Text) (syntax.Text, bool) {
		v, ok := j.evaluate(inner, values)
		return v.text, ok
	})
	j.claims = append(j.claims, lineClaims(text.Interpolate(), base)...)
}

// defines claims what a value is by itself.
func (j *justfile) defines(name string, v justValue) {
	j.definitions = append(j.definitions, settingClaims([]setting{{name, name, v.text}}, claim.Claim{Key: name})...)
}

// assignment reads NAME := expression.
func (j *justfile) assignment(line syntax.Text) (string, justValue, bool) {
	name, rest, found := line.Cut(':')
	if !found || !strings.HasPrefix(rest.Value, "=") || strings.HasPrefix(line.Value, " ") || strings.HasPrefix(line.Value, "\t") {
		return "", justValue{}, false
	}
	fields := strings.Fields(name.Value)
	if len(fields) == 0 || fields[0] == "set" || fields[0] == "alias" {
		return "", justValue{}, false
	}
	v, ok := j.evaluate(rest.Slice(1, len(rest.Value)), j.values)
	return fields[len(fields)-1], v, ok
}

// header reads NAME PARAMETER="default" …: DEPENDENCIES and returns the recipe's name and the values in it.
func (j *justfile) header(line syntax.Text) (string, map[string]justValue) {
	values := maps.Clone(j.values)
	recipe := ""
	for _, c := range syntax.Commands(line) {
		for _, w := range append(c.Words, c.Sets...) {
			name, value, found := w.Cut('=')
			if recipe == "" && !found {
				recipe = strings.Trim(name.Value, "@:")
			}
			if found {
				v := justValue{text: value.Slice(0, len(strings.TrimSuffix(value.Value, ":")))}
				parameter := strings.TrimLeft(name.Value, "*+$")
				values[parameter] = v
				j.defines(parameter, v)
			}
		}
	}
	return recipe, values
}

// evaluate returns the value of an expression: a string, a variable's name, or a call that reads the environment
// with a default. Of others nothing is known.
func (j *justfile) evaluate(expression syntax.Text, values map[string]justValue) (justValue, bool) {
	expression = expression.Trim()
	if text, ok := justString(expression); ok {
		return justValue{text: text}, true
	}
	if v, ok := values[expression.Value]; ok {
		return v, true
	}
	for _, call := range []string{"env_var_or_default(", "env("} {
		arguments, found := strings.CutPrefix(expression.Value, call)
		if !found || !strings.HasSuffix(arguments, ")") {
			continue
		}
		name, value, found := expression.Slice(len(call), len(expression.Value)-1).Cut(',')
		text, ok := justString(value.Trim())
		if env, isString := justString(name.Trim()); found && ok && isString {
			v := justValue{text, env.Value}
			j.supplies = append(j.supplies, v)
			return v, true
		}
	}
	return justValue{}, false
}

// justString returns what is between the quotes of a text that is a string.
func justString(t syntax.Text) (syntax.Text, bool) {
	n := len(t.Value)
	if n < 2 || t.Value[0] != '"' && t.Value[0] != '\'' || strings.IndexByte(t.Value[1:], t.Value[0]) != n-2 {
		return t, false
	}
	return t.Slice(1, n-1), true
}

// supplied names the environment variable of every claim whose number is one's default.
func (j *justfile) supplied(claims []claim.Claim) []claim.Claim {
	for i, c := range claims {
		for _, v := range j.supplies {
			if span := v.text.Span(0, len(v.text.Value)); !c.Open() && span.Start <= c.Digits.Start && c.Digits.End <= span.End {
				claims[i].Variable = v.env
			}
		}
	}
	return claims
}
