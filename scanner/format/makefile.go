package format

import (
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Makefiles (GNU make, gnu.org/software/make/manual): the commands of their recipes and the variables in them.
var _ = register(format{
	name:  "makefile",
	files: []string{"makefile", "gnumakefile", "makefile.*", "makefile-*", "*.mk", "*.makefile"},
	is:    func(f File) bool { return !strings.HasSuffix(f.Name, ".md") },
	scan:  scanMakefile,
})

func scanMakefile(f File) []claim.Claim {
	lines := syntax.Continuation{Mark: '\\', Joins: deeperFlag}.Lines(f.Text)
	m := makefile{file: f, variables: map[string]syntax.Text{}, open: map[string]bool{}, left: fileAllowance}
	for _, line := range lines {
		if name, value, ok := makeVariable(line); ok {
			m.variables[name] = value
		}
	}
	target := ""
	for _, line := range lines {
		base := claim.Claim{Key: target, Group: target}
		switch recipe, own, ok := makeRule(line); {
		case strings.HasPrefix(line.Value, "\t"):
			m.recipe(line, base)
		case isMakeVariable(line):
			m.defines(line)
		case ok:
			m.endTarget()
			target = own
			m.recipe(recipe, claim.Claim{Key: target, Group: target})
		}
	}
	m.endTarget()
	return definedOnce(append(m.claims, m.definitions...))
}

// deeperFlag reports whether a line is one of flags, indented below the line that they belong to.
func deeperFlag(first, line string) bool {
	indent := func(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }
	return indent(line) > indent(first) && indent(first) > 0 && strings.HasPrefix(strings.TrimLeft(line, " \t"), "-")
}

// A makefile collects the claims of a file.
type makefile struct {
	file File
	// before are the first lines of the target's recipe, of those before the one that is read, that start others, and
	// started is what they start.
	before  []syntax.Text
	started []claim.Claim
	// ends is set where a line of the target's recipe may put down what those before it have started.
	ends      bool
	variables map[string]syntax.Text
	// open are the variables whose values are being expanded; one that is in its own has none.
	open map[string]bool
	left allowance
	// claims are those of recipes, definitions those that the variables have by themselves.
	claims, definitions []claim.Claim
}

// recipe reads a line that make hands to the shell.
func (m *makefile) recipe(line syntax.Text, base claim.Claim) {
	line = line.Trim()
	line = line.Slice(len(line.Value)-len(strings.TrimLeft(line.Value, "@-+ \t")), len(line.Value))
	line = m.expand(line).Replace("$$", "$").Interpolate()
	claims := lineClaims(line, base)
	started := starting(m.file, line, ".", base, m.before...)
	for i, s := range started {
		if s.Together == base.Key && len(m.started) > 0 && !slices.ContainsFunc(claims, func(c claim.Claim) bool { return c.Together != "" }) {
			started[i].Together += ":" + strconv.Itoa(len(m.started)) // the lines before have ended
		}
	}
	m.ends = m.ends || slices.ContainsFunc(syntax.Commands(line), putsDown)
	if len(started) > 0 && len(m.before) < maxCommandDepth {
		m.before = append(m.before, line)
	}
	m.claims = append(m.claims, claims...)
	m.started = append(m.started, started...)
}

// endTarget adds what a target's recipe starts. Where it ends some of it, nothing is said of what runs beside what.
func (m *makefile) endTarget() {
	for _, s := range m.started {
		if m.ends {
			s.Starts = slices.DeleteFunc(s.Starts, func(c claim.Command) bool { return slices.Contains(c.Files, m.file.Base()) })
			s.Group, s.Together = "", ""
		}
		m.claims = append(m.claims, s)
	}
	m.before, m.started, m.ends = nil, nil, false
}

// answered returns what the shell answers, where it is asked for a word and would say one by itself: docker-compose for
// shell which docker-compose || echo docker-compose.
func answered(inner syntax.Text) (syntax.Text, bool) {
	const say = "echo "
	i := strings.LastIndex(inner.Value, say)
	if !strings.HasPrefix(inner.Value, "shell ") || i < 0 {
		return inner, false
	}
	answer := inner.Slice(i+len(say), len(inner.Value)).Trim()
	if n := len(answer.Value); n > 1 && (answer.Value[0] == '\'' || answer.Value[0] == '"') && answer.Value[n-1] == answer.Value[0] {
		answer = answer.Slice(1, n-1)
	}
	return answer, !strings.ContainsAny(answer.Value, "0123456789$`'\"|;&<>")
}

// defines reads what a variable is given: a setting, a command, or flags.
func (m *makefile) defines(line syntax.Text) {
	name, value, _ := makeVariable(line)
	base := claim.Claim{Key: name}
	value = m.expand(value).Replace("$$", "$").Interpolate()
	m.definitions = append(m.definitions, settingClaims([]setting{{name, name, value}}, base)...)
	if !strings.Contains(value.Value, "-") {
		return
	}
	if strings.HasPrefix(value.Value, "-") && publishes(value) {
		m.definitions = append(m.definitions, dockerOptions(value, base, base)...)
		return
	}
	m.definitions = append(m.definitions, lineClaims(value, base)...)
}

// publishes reports whether flags are docker's by a port that they publish.
func publishes(line syntax.Text) bool {
	for _, c := range syntax.Commands(line) {
		for i, w := range c.Words {
			if (w.Value == "-p" || w.Value == "--publish") && i+1 < len(c.Words) && strings.Contains(c.Words[i+1].Value, ":") {
				return true
			}
		}
	}
	return false
}

// expand returns a text with the variables of the file in place of their names; others stay variables.
func (m *makefile) expand(t syntax.Text) syntax.Text {
	value := func(inner syntax.Text) (syntax.Text, bool) {
		if choices, found := strings.CutPrefix(inner.Value, "or "); found {
			all := inner.Slice(len(inner.Value)-len(choices), len(inner.Value)).Split(",")
			return m.expand(all[len(all)-1].Trim()), true
		}
		if answer, found := answered(inner); found {
			return answer, true
		}
		v, ok := m.variables[inner.Value]
		if !ok || !m.left.take(v) {
			return v, false
		}
		if m.open[inner.Value] || len(m.open) > maxCommandDepth {
			return syntax.Text{}, true // make refuses it
		}
		m.open[inner.Value] = true
		defer delete(m.open, inner.Value)
		return m.expand(v), true
	}
	return t.Expand("$(", ")", value).Expand("${", "}", value)
}

// makeModifiers are the words that may stand before a variable that is given a value.
var makeModifiers = words("export override private unexport")

// makeVariable reads NAME = value, with any of make's assignments; what a target alone is given counts too.
func makeVariable(line syntax.Text) (name string, value syntax.Text, ok bool) {
	if strings.HasPrefix(line.Value, "\t") {
		return "", value, false
	}
	i := strings.IndexByte(line.Value, '=')
	if i < 0 {
		return "", value, false
	}
	name = strings.TrimRight(line.Value[:i], ":?+! \t")
	if strings.HasSuffix(strings.TrimRight(line.Value[:i], " \t"), "!") {
		return "", value, false // the output of a command
	}
	if at := strings.LastIndexAny(name, ": \t"); at >= 0 {
		before := strings.TrimSpace(name[:at+1])
		if fields := strings.Fields(before); len(fields) > 0 && !makeModifiers[fields[len(fields)-1]] && !strings.HasSuffix(before, ":") {
			return "", value, false
		}
		name = name[at+1:]
	}
	if name == "" || strings.ContainsAny(name, "$(){}\"'#") {
		return "", value, false
	}
	value = line.Slice(i+1, len(line.Value)).Trim()
	if n := strings.Index(value.Value, " #"); n >= 0 {
		value = value.Slice(0, n).Trim()
	}
	return name, value, true
}

func isMakeVariable(line syntax.Text) bool {
	_, _, ok := makeVariable(line)
	return ok
}

// makeRule reads TARGET …: PREREQUISITES; RECIPE and returns its recipe and its first target.
func makeRule(line syntax.Text) (recipe syntax.Text, target string, ok bool) {
	targets, rest, found := line.Cut(':')
	fields := strings.Fields(targets.Value)
	if !found || len(fields) == 0 {
		return recipe, "", false
	}
	_, recipe, _ = rest.Cut(';')
	return recipe, fields[0], true
}
