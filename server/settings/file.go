package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A Fault is something in a project's file that has no effect.
type Fault struct {
	// Span is what is wrong, in bytes of the file.
	Span claim.Span
	// Message says why.
	Message string
	// Instead is what was most likely meant to stand there, empty where that is not known.
	Instead string
}

// Read reads a project's file, whose rules have these codes. What is wrong costs no more than itself; it is in the
// faults, which are in the order of the text.
func Read(text string, codes []string) (Settings, []Fault) {
	r := reader{codes: codes}
	r.table(syntax.TOML(text), names(Keys), "setting", func(key string, n *syntax.Node) {
		switch key {
		case "exclude":
			r.settings.Exclude = r.patterns(n)
		case "ignore":
			r.ignore(n)
		case "severity":
			r.severity(n)
		}
	})
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.Span.Start - b.Span.Start })
	return r.settings, r.faults
}

// NoRule says that no rule has a code, and which one was most likely meant.
func NoRule(code string, codes []string) string {
	return didYouMean("there is no rule "+code, nearest(code, codes))
}

func didYouMean(message, instead string) string {
	if instead == "" {
		return message
	}
	return message + "; did you mean " + instead + "?"
}

// A reader reads one file.
type reader struct {
	codes    []string
	settings Settings
	faults   []Fault
}

func (r *reader) fault(at claim.Span, instead, message string, args ...any) {
	r.faults = append(r.faults, Fault{at, didYouMean(fmt.Sprintf(message, args...), instead), instead})
}

// wrongType says what a value should be.
func (r *reader) wrongType(n *syntax.Node, want string) {
	r.fault(n.Span, "", "this has no effect: want %s", want)
}

// table reads the entries of a mapping that may have these names; what says what they are.
func (r *reader) table(n *syntax.Node, names []string, what string, read func(key string, n *syntax.Node)) {
	seen := map[string]bool{}
	for _, p := range n.Pairs {
		switch {
		case !slices.Contains(names, p.Key):
			r.fault(p.KeySpan, nearest(p.Key, names), "there is no %s %s", what, p.Key)
		case seen[p.Key]:
			r.fault(p.KeySpan, "", "%s is set twice: only the first counts", p.Key)
		case p.Value.Kind == syntax.Scalar && p.Value.Quote == 0 && p.Value.Span.Len() == 0:
			r.fault(p.KeySpan, "", "%s has no value", p.Key)
		default:
			seen[p.Key] = true
			read(p.Key, p.Value)
		}
	}
}

func (r *reader) severity(n *syntax.Node) {
	if n.Kind != syntax.Mapping {
		r.wrongType(n, `a table, such as [severity] with exposed-port = "off" below it`)
		return
	}
	r.settings.Severity = map[string]string{}
	r.table(n, r.codes, "rule", func(code string, n *syntax.Node) {
		word, ok := r.text(n, "one of "+list(Severities))
		if !ok {
			return
		}
		if !slices.Contains(Severities, word) {
			r.fault(n.Span, nearest(word, Severities), "there is no severity %s, only %s", word, list(Severities))
			return
		}
		r.settings.Severity[code] = word
	})
}

func (r *reader) ignore(n *syntax.Node) {
	if n.Kind != syntax.Sequence {
		r.wrongType(n, "a list, such as [8080]")
		return
	}
	for _, item := range n.Items {
		var i Ignored
		var ok bool
		switch {
		case item.Kind == syntax.Mapping:
			i, ok = r.ignoreTable(item)
		case item.Kind == syntax.Scalar && item.Quote != 0 && !startsLikeNumber(item.Text):
			i.Codes, ok = r.codesOf(item)
		default:
			i.Ports, ok = r.ports(item, "a port, a range such as \"9000-9010\", a rule's code, or a table")
		}
		if ok {
			r.settings.Ignore = append(r.settings.Ignore, i)
		}
	}
}

// ignoreTable reads a table of ignore. One of which a part is wrong is left out whole, as without that part it would
// ignore more than was meant.
func (r *reader) ignoreTable(n *syntax.Node) (Ignored, bool) {
	var i Ignored
	faults := len(r.faults)
	r.table(n, names(IgnoreKeys), "key", func(key string, n *syntax.Node) {
		switch key {
		case "port":
			i.Ports, _ = r.ports(n, `a port, a range such as "9000-9010", or a list of them`)
		case "code":
			i.Codes, _ = r.codesOf(n)
		case "path":
			i.Paths = r.patterns(n)
		case "reason":
			r.text(n, "text")
		}
	})
	if len(r.faults) > faults {
		return i, false
	}
	if i.Ports == nil && i.Codes == nil && i.Paths == nil {
		r.fault(n.Span, "", "this has no effect: name a port, a code or a path")
		return i, false
	}
	return i, true
}

// each reads a value that may be a list of them.
func (r *reader) each(n *syntax.Node, want string, read func(*syntax.Node) bool) bool {
	switch n.Kind {
	case syntax.Scalar:
		return read(n)
	case syntax.Sequence:
		ok := true
		for _, item := range n.Items {
			ok = r.each(item, want, read) && ok
		}
		return ok
	case syntax.Mapping:
	}
	r.wrongType(n, want)
	return false
}

func (r *reader) ports(n *syntax.Node, want string) (all []Ports, ok bool) {
	ok = r.each(n, want, func(n *syntax.Node) bool {
		p, ok := portsOf(n)
		if !ok {
			r.wrongType(n, want)
			return false
		}
		all = append(all, p)
		return true
	})
	return all, ok
}

// portsOf reads 8080, which may be any number a file has, and "9000-9010".
func portsOf(n *syntax.Node) (Ports, bool) {
	if n.Quote == 0 {
		port, err := strconv.Atoi(strings.ReplaceAll(n.Text, "_", ""))
		return Ports{port, port}, err == nil
	}
	from, to, found := strings.Cut(n.Value().Value, "-")
	if !found {
		to = from
	}
	first, err := strconv.Atoi(strings.TrimSpace(from))
	last, err2 := strconv.Atoi(strings.TrimSpace(to))
	return Ports{first, last}, err == nil && err2 == nil && first <= last
}

func (r *reader) codesOf(n *syntax.Node) (all []string, ok bool) {
	ok = r.each(n, "a rule's code", func(n *syntax.Node) bool {
		code, ok := r.text(n, "a rule's code")
		if ok && !slices.Contains(r.codes, code) {
			r.faults = append(r.faults, Fault{n.Span, NoRule(code, r.codes), nearest(code, r.codes)})
			return false
		}
		all = append(all, code)
		return ok
	})
	return all, ok
}

func (r *reader) patterns(n *syntax.Node) Patterns {
	var all Patterns
	r.each(n, "a pattern, or a list of them", func(n *syntax.Node) bool {
		text, ok := r.text(n, "a pattern")
		if !ok {
			return false
		}
		p, ok := glob(text)
		if !ok {
			r.fault(n.Span, "", "%s is no pattern", text)
			return false
		}
		all = append(all, p)
		return true
	})
	return all
}

// text reads a string.
func (r *reader) text(n *syntax.Node, want string) (string, bool) {
	switch {
	case n.Kind != syntax.Scalar:
		r.wrongType(n, want)
	case n.Quote == 0:
		r.fault(n.Span, strconv.Quote(n.Text), "this has no effect: want %s, in quotes", want)
	default:
		return n.Value().Value, true
	}
	return "", false
}

func startsLikeNumber(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// list returns words as a sentence has them: off, hint, warning or error.
func list(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
