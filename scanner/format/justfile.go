package format

import (
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
	j := justfile{values: map[string]syntax.Text{}, supplies: map[int]string{}, left: fileAllowance}
	lines := syntax.Continuation{Mark: '\\', Joins: deeperFlag}.Lines(f.Text)
	for _, line := range lines {
		if name, value, ok := j.assignment(line); ok {
			j.values[name] = value
		}
	}
	recipe, shell := "", true
	var parameters map[string]syntax.Text
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line.Value, " ") || strings.HasPrefix(line.Value, "\t"):
			if text := line.Trim().Value; strings.HasPrefix(text, "#!") {
				shell = !slices.ContainsFunc(otherInterpreters, func(name string) bool { return strings.Contains(text, name) })
			} else if shell {
				j.line(line, parameters, claim.Claim{Key: recipe, Group: recipe})
			}
		case strings.Contains(line.Value, ":="):
			if name, value, ok := j.assignment(line); ok {
				j.defines(name, value)
			}
		default:
			recipe, parameters = j.header(line)
			shell = true
		}
	}
	return j.supplied(definedOnce(append(j.claims, j.definitions...)))
}

// otherInterpreters are those whose scripts no shell reads.
var otherInterpreters = []string{"python", "node", "ruby", "perl", "php", "deno", "bun", "lua", "pwsh", "uv run", "nu"}

// A justfile collects the claims of a file.
type justfile struct {
	values map[string]syntax.Text
	// claims are those of recipes, definitions those that variables and parameters have by themselves.
	claims, definitions []claim.Claim
	// supplies has the environment variables that may replace a value, by where the value begins.
	supplies map[int]string
	left     allowance
}

// line reads a line of a recipe with those parameters.
func (j *justfile) line(line syntax.Text, parameters map[string]syntax.Text, base claim.Claim) {
	line = line.Trim()
	line = line.Slice(len(line.Value)-len(strings.TrimLeft(line.Value, "@-")), len(line.Value))
	text := line.Expand("{{", "}}", func(inner syntax.Text) (syntax.Text, bool) {
		v, ok := j.evaluate(inner, parameters)
		return v, ok && j.left.take(v)
	})
	j.claims = append(j.claims, lineClaims(text.Interpolate(), base)...)
}

// defines claims what a value is by itself.
func (j *justfile) defines(name string, v syntax.Text) {
	j.definitions = append(j.definitions, settingClaims([]setting{{name, name, v}}, claim.Claim{Key: name})...)
}

// assignment reads NAME := expression.
func (j *justfile) assignment(line syntax.Text) (string, syntax.Text, bool) {
	name, rest, found := line.Cut(':')
	if !found || !strings.HasPrefix(rest.Value, "=") || strings.HasPrefix(line.Value, " ") || strings.HasPrefix(line.Value, "\t") {
		return "", syntax.Text{}, false
	}
	fields := strings.Fields(name.Value)
	if len(fields) == 0 || fields[0] == "set" || fields[0] == "alias" {
		return "", syntax.Text{}, false
	}
	v, ok := j.evaluate(rest.Slice(1, len(rest.Value)), nil)
	return fields[len(fields)-1], v, ok
}

// header reads NAME PARAMETER="default" …: DEPENDENCIES and returns the recipe's name and its
// parameters that have a default.
func (j *justfile) header(line syntax.Text) (string, map[string]syntax.Text) {
	parameters := map[string]syntax.Text{}
	recipe := ""
	for _, c := range syntax.Commands(line) {
		for _, w := range append(c.Words, c.Sets...) {
			name, value, found := w.Cut('=')
			if recipe == "" && !found {
				recipe = strings.Trim(name.Value, "@:")
			}
			if found {
				v := value.Slice(0, len(strings.TrimSuffix(value.Value, ":")))
				parameter := strings.TrimLeft(name.Value, "*+$")
				parameters[parameter] = v
				j.defines(parameter, v)
			}
		}
	}
	return recipe, parameters
}

// evaluate returns the value of an expression: a string, a variable's name, or a call that reads the environment
// with a default. Of others nothing is known.
func (j *justfile) evaluate(expression syntax.Text, parameters map[string]syntax.Text) (syntax.Text, bool) {
	expression = expression.Trim()
	if text, ok := justString(expression); ok {
		return text, true
	}
	if v, ok := parameters[expression.Value]; ok {
		return v, true
	}
	if v, ok := j.values[expression.Value]; ok {
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
			j.supplies[text.Span(0, len(text.Value)).Start] = env.Value
			return text, true
		}
	}
	return syntax.Text{}, false
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
		if env := j.supplies[c.Digits.Start]; env != "" && !c.Open() {
			claims[i].Variable = env
		}
	}
	return claims
}
