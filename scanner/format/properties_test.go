package format_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/format"
)

// wrong returns what is wrong with claims whatever the text: a span outside it, digits that do not spell the
// port, a place claimed twice or out of order; empty where nothing is.
func wrong(text string, claims []claim.Claim) string {
	for i, c := range claims {
		digits := c.Digits.In(text)
		switch {
		case c.Span.Start > c.Digits.Start || c.Digits.End > c.Span.End:
			return "the digits are not inside the span: " + digits
		case !c.Open() && (!strings.HasPrefix(digits, strconv.Itoa(c.Port)) || !strings.HasSuffix(digits, strconv.Itoa(c.EndPort))):
			return "the digits " + digits + " do not spell " + c.String()
		case c.Latent && c.Span.In(text) != strconv.Itoa(c.Port) && c.Span.In(text) != fmt.Sprintf("%d-%d", c.Port, c.EndPort):
			return "the note " + c.Span.In(text) + " does not spell " + c.String()
		case c.Note() && !c.Latent && !c.Replaces && c.Profiles == nil && c.Mounts == nil && c.Loads == nil && c.Given == nil && c.Recipe == "" &&
			c.Starts == nil && c.Extends == nil && c.Members == nil && c.Named == nil && c.Called == nil && !strings.HasSuffix(c.Key, ".network_mode"):
			return "an open claim without a variable that says nothing else"
		case c.Format == "":
			return "a claim without a format"
		case c.Narrow != nil && (c.Narrow.Span.Start < 0 || c.Narrow.Span.End > len(text) || c.Narrow.Span.Len() < 0):
			return "an edit outside the text"
		case c.Head.Len() != 0 && (c.Head.Start < 0 || c.Head.Len() < 0 || c.Head.End > len(text) || strings.Contains(c.Head.In(text), "\n")):
			return "a group's name outside the text, or on several lines"
		case i > 0 && claims[i-1].Digits.Start > c.Digits.Start:
			return "not sorted at " + digits
		case i > 0 && claims[i-1].Digits == c.Digits:
			return "claimed twice: " + digits
		}
	}
	return ""
}

func TestClaimsFitTheText(t *testing.T) {
	files(t, func(t *testing.T, name, text string) {
		if reason := wrong(text, scanner.Scan(name, text)); reason != "" {
			t.Error(reason)
		}
	})
}

// TestEveryPrefix reads each file as it is while it is being typed.
func TestEveryPrefix(t *testing.T) {
	files(t, func(t *testing.T, name, text string) {
		for i := range text {
			if reason := wrong(text[:i], scanner.Scan(name, text[:i])); reason != "" {
				t.Fatalf("after %d bytes: %s", i, reason)
			}
		}
	})
}

func TestLineEndsDoNotMatter(t *testing.T) {
	files(t, func(t *testing.T, name, text string) {
		windows := strings.ReplaceAll(text, "\n", "\r\n")
		want := describe(text, scanner.Scan(name, text))
		got := describe(windows, scanner.Scan(name, windows))
		if !slices.Equal(got, want) {
			t.Errorf("with CRLF:\n%s", difference(strings.Join(want, "\n"), strings.Join(got, "\n")))
		}
	})
}

// TestHalfTypedLine cuts every line of every file in half, one at a time, as if its second half were still to
// be typed. Every claim stays, at its line and with its port, but for those on the line itself, those that are
// nested in it (it is above and less indented than they are and all the lines in between), those in the section
// of which it is the [heading], and those in a YAML anchor, which are claims only through the lines that refer to
// it. What is only said of services by their names may go by a variable that is being typed.
func TestHalfTypedLine(t *testing.T) {
	files(t, func(t *testing.T, name, text string) {
		lines := strings.Split(text, "\n")
		claims := scanner.Scan(name, text)
		for i, line := range lines {
			broken := slices.Clone(lines)
			broken[i] = line[:(indent(line)+len(line))/2]
			after := ports(strings.Join(broken, "\n"), scanner.Scan(name, strings.Join(broken, "\n")))
			for at := range ports(text, claims) {
				if at.line != i && !nested(lines, i, at.line) && !headed(lines, i, at.line) && !anchored(lines, at.line) && !after[at] {
					t.Errorf("line %d cut to %q: the claim of port %d in line %d is lost", i+1, broken[i], at.port, at.line+1)
				}
			}
		}
	})
}

// A linePort is a port claimed in a line, from 0.
type linePort struct{ line, port int }

func ports(text string, claims []claim.Claim) map[linePort]bool {
	all := map[linePort]bool{}
	for _, c := range claims {
		if c.Named != nil {
			continue
		}
		all[linePort{strings.Count(text[:c.Digits.Start], "\n"), c.Port}] = true
	}
	return all
}

// nested reports whether line inner is inside the block that line outer begins.
func nested(lines []string, outer, inner int) bool {
	if outer > inner {
		return false
	}
	for _, line := range lines[outer+1 : inner+1] {
		item := strings.HasPrefix(strings.TrimSpace(line), "- ") && !strings.HasPrefix(strings.TrimSpace(lines[outer]), "- ")
		if strings.TrimSpace(line) != "" && indent(line) <= indent(lines[outer]) && !(item && indent(line) == indent(lines[outer])) {
			return false
		}
	}
	return true
}

// headed reports whether line inner is in the section that line outer is the heading of.
func headed(lines []string, outer, inner int) bool {
	if outer > inner || !heading.MatchString(lines[outer]) {
		return false
	}
	return !slices.ContainsFunc(lines[outer+1:inner+1], heading.MatchString)
}

// heading is the heading of a section in INI and of a table in TOML.
var heading = regexp.MustCompile(`^\s*\[+[A-Za-z][^\[\]]*\]+\s*$`)

// anchored reports whether a line is in a block with a YAML anchor.
func anchored(lines []string, at int) bool {
	for i, line := range lines[:at] {
		if strings.Contains(line, ": &") && nested(lines, i, at) {
			return true
		}
	}
	return false
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// TestNoTwoFormatsTie fails where the name and the content of a file leave open which format reads it.
func TestNoTwoFormatsTie(t *testing.T) {
	files(t, func(t *testing.T, name, text string) {
		if best := format.Best(format.File{Name: name, Text: text}); len(best) != 1 {
			t.Errorf("%s is read as any of %q", name, best)
		}
	})
}

func FuzzScan(f *testing.F) {
	for _, g := range goldens(f) {
		for _, file := range g.archive.Files {
			f.Add(file.Name, string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if reason := wrong(text, scanner.Scan(name, text)); reason != "" {
			t.Error(reason)
		}
	})
}
