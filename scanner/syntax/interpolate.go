package syntax

import (
	"regexp"
	"slices"
	"strings"
)

const (
	// maxNesting bounds how deep defaults are looked for in defaults, and commands in commands.
	maxNesting = 16
	// maxReference bounds the length of a reference, so that a row of unclosed ones is read in linear time.
	maxReference = 4096
)

// Interpolate returns the text with its references to variables replaced as in an environment that has none
// of them: ${NAME:-default} and ${NAME-default} (the compose specification, "Interpolation"), ${NAME:=default} (POSIX
// shells) and ${name:default} (Spring) by the default, ${NAME:+other} by nothing, and $NAME, ${NAME} and ${NAME:?message}
// by a hole. $$ is a dollar sign, and ${env:NAME} (OpenTelemetry) is ${NAME}. An expression of a template that tells what
// to take instead is replaced by that: {{ name | default(8000) }} and {{ name or 8000 }} (Jinja), {{ name | default 8000 }}
// (Go).
func (t Text) Interpolate() Text {
	if !strings.Contains(t.Value, "$") && !strings.Contains(t.Value, "{{") {
		return t
	}
	in := interpolation{out: builder{source: t}}
	in.read(0, len(t.Value), 0)
	text := in.out.text()
	text.variables = slices.Concat(t.variables, in.variables)
	return text
}

type interpolation struct {
	out       builder
	variables []Variable
}

// read replaces the references between i and end.
func (in *interpolation) read(i, end, depth int) {
	value := in.out.source.Value
	for i < end {
		switch {
		case strings.HasPrefix(value[i:end], "{{"):
			i = in.templated(i, end)
		case value[i] != '$' || i+1 == end || depth > maxNesting:
			in.out.add(value[i], i)
			i++
		case value[i+1] == '$':
			in.out.add('$', i+1)
			i += 2
		case value[i+1] == '{':
			i = in.braced(i, end, depth)
		default:
			n := nameLength(value[i+1 : end])
			if n == 0 {
				in.out.add('$', i)
				i++
				continue
			}
			in.hole(value[i+1:i+1+n], i, i+1+n)
			i += 1 + n
		}
	}
}

// braced replaces the reference that begins at i with "${" and returns the place behind it. One without a
// closing brace is being typed: it stays text.
func (in *interpolation) braced(i, end, depth int) int {
	value := in.out.source.Value
	last := closing(value, i+2, end)
	if last < 0 {
		in.out.addAll(i, i+2)
		return i + 2
	}
	inner := value[i+2 : last]
	if of, found := strings.CutPrefix(inner, "env:"); found && nameLength(of) > 0 {
		inner = of
	}
	name := inner[:nameLength(inner)]
	rest := inner[len(name):]
	operator := ""
	for _, o := range []string{":-", ":=", ":?", ":+", "-", "=", "?", "+", ":"} {
		if strings.HasPrefix(rest, o) {
			operator = o
			break
		}
	}
	switch {
	case name == "" || rest != "" && operator == "":
		in.out.addAll(i, last+1)
	case operator == ":+" || operator == "+":
	case operator == "" || strings.HasSuffix(operator, "?"):
		in.hole(name, i, last+1)
	default:
		in.variables = append(in.variables, Variable{Name: name, Span: in.out.source.Span(i, last+1)})
		in.read(last-len(rest)+len(operator), last, depth+1)
	}
	return last + 1
}

// templated replaces the expression of a template that begins at i by what it says is to be taken instead, and returns the
// place behind it. Two braces of anything else are text.
func (in *interpolation) templated(i, end int) int {
	value := in.out.source.Value
	last := strings.Index(value[i:min(end, i+maxReference)], "}}")
	if last < 0 {
		in.out.addAll(i, i+2)
		return i + 2
	}
	last += i
	if at := templateDefault.FindStringSubmatchIndex(value[i : last+2]); at != nil {
		in.variables = append(in.variables, Variable{Name: templateName(value[i:last]), Span: in.out.source.Span(i, last+2)})
		in.out.addAll(i+at[2], i+at[3])
	} else {
		in.out.addAll(i, last+2)
	}
	return last + 2
}

// templateName returns the name that the expression of a template begins with, functions apart.
func templateName(expression string) string {
	for _, word := range strings.FieldsFunc(expression, func(r rune) bool {
		return r != '_' && r != '.' && (r > 0x7f || !letter(byte(r)) && !digit(byte(r)))
	}) {
		if word = strings.Trim(word, "."); word != "" && !digit(word[0]) && word != "default" && word != "get_env" && word != "name" {
			return word
		}
	}
	return ""
}

// templateDefault finds what the expression of a template takes instead of what it names.
var templateDefault = regexp.MustCompile(`(?:\|\s*(?:default|d)\s*\(\s*|\|\s*default\s+|\sor\s+|,\s*default\s*=\s*|^\{\{-?\s*default\s+)["']?([\w.]+)["']?[\s)},-]`)

// hole puts a NUL byte in the place of a variable that nothing here gives a value.
func (in *interpolation) hole(name string, i, j int) {
	in.variables = append(in.variables, Variable{Name: name, Span: in.out.source.Span(i, j), Open: true})
	in.out.add(0, i)
}

// closing returns the place of the brace that closes the reference whose inside begins at i, or -1.
func closing(value string, i, end int) int {
	end = min(end, i+maxReference)
	for depth := 1; i < end; i++ {
		switch {
		case value[i] == '}':
			if depth--; depth == 0 {
				return i
			}
		case value[i] == '{' && value[i-1] == '$':
			depth++
		}
	}
	return -1
}

// nameLength returns how many bytes at the start of s can be a variable's name. Dots and dashes belong to the
// property names of Spring, which stand in braces only, so a name ends before a dash that begins a default.
func nameLength(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] == '.' && n > 0 && n+1 < len(s) && letter(s[n+1]) || letter(s[n]) || n > 0 && digit(s[n])) {
		n++
	}
	return n
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }
