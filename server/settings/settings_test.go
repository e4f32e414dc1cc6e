package settings_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/settings"
)

var codes = []string{"port-in-use", "duplicate-claim", "exposed-port"}

// TestFaults writes each fault as the text that it is about, what is said of it, and what to write instead. Without it
// a setting could be without effect and nobody told.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"ignore = [8080, \"9000-9010\", \"exposed-port\", {port = [1, \"2-3\"], code = \"port-in-use\", path = [\"a/\", \"!a/b\"], reason = \"why\"}]\nexclude = \"x\"\n[severity]\nexposed-port = \"off\"", ""},
		{"[[ignore]]\nport = 1\n[[ignore]]\ncode = \"exposed-port\"", ""},
		{"", ""},
		{"# nothing", ""},
		{"severty = 1", "severty: there is no setting severty; did you mean severity? [severity]\n"},
		{"[severity]\nexposed-port = \"warn\"", "warn: there is no severity warn, only off, hint, warning or error; did you mean warning? [warning]\n"},
		{"colour = 1", "colour: there is no setting colour []\n"},
		{"ignore =\nexclude", "ignore: ignore has no value []\nexclude: exclude has no value []\n"},
		{"ignore = 8080", "8080: this has no effect: want a list, such as [8080] []\n"},
		{"ignore = [true, \"9010-9000\", [1], 'exposedport']", "true: this has no effect: want a port, a range such as \"9000-9010\", a rule's code, or a table []\n" +
			"9010-9000: this has no effect: want a port, a range such as \"9000-9010\", a rule's code, or a table []\n" +
			"exposedport: there is no rule exposedport; did you mean exposed-port? [exposed-port]\n"},
		{"ignore = [{}, {reason = \"r\"}, {prot = 1}]", "{}: this has no effect: name a port, a code or a path []\n" +
			"{reason = \"r\"}: this has no effect: name a port, a code or a path []\n" +
			"prot: there is no key prot; did you mean port? [port]\n"},
		{"exclude = [7, \"[\", \"!\"]", "7: this has no effect: want a pattern, in quotes; did you mean \"7\"? [\"7\"]\n[: [ is no pattern []\n!: ! is no pattern []\n"},
		{"severity = \"off\"", "off: this has no effect: want a table, such as [severity] with exposed-port = \"off\" below it []\n"},
		{"[severity]\nport-in-us = \"of\"\nexposed-port = \"of\"\nduplicate-claim = off\nduplicate-claim = 'hint'", "port-in-us: there is no rule port-in-us; did you mean port-in-use? [port-in-use]\n" +
			"of: there is no severity of, only off, hint, warning or error; did you mean off? [off]\n" +
			"off: this has no effect: want one of off, hint, warning or error, in quotes; did you mean \"off\"? [\"off\"]\n" +
			"duplicate-claim: duplicate-claim is set twice: only the first counts []\n"},
	} {
		_, faults := settings.Read(test.text, codes)
		var got strings.Builder
		for _, f := range faults {
			fmt.Fprintf(&got, "%s: %s [%s]\n", f.Span.In(test.text), f.Message, f.Instead)
		}
		if got.String() != test.want {
			t.Errorf("%s\nhas the faults\n%swant\n%s", test.text, &got, test.want)
		}
	}
}

func TestIgnores(t *testing.T) {
	s, faults := settings.Read(`
ignore = [
  8_080,
  "9000-9010", # a range
  "exposed-port",
  { port = 5432, code = "port-in-use" },
  { port = [1, 2], path = ["docker/", "!docker/db/"] },
  { port = 3, code = "no-such-rule" },
]`, codes)
	if len(faults) != 1 {
		t.Errorf("faults: %v", faults)
	}
	for finding, want := range map[string]bool{
		"8080 port-in-use .env": true, "8081 port-in-use .env": false,
		"9000 port-in-use a/b": true, "9010 port-in-use a/b": true, "9011 port-in-use a/b": false,
		"8081 exposed-port .env": true,
		"5432 port-in-use .env":  true, "5432 duplicate-claim .env": false,
		"1 port-in-use .env": false, "1 port-in-use docker/.env": true, "2 port-in-use a/docker/.env": true,
		"2 port-in-use docker/db/.env": false,
		"3 port-in-use .env":           false, // a table that is partly wrong ignores nothing
	} {
		var port int
		var code, file string
		if _, err := fmt.Sscan(finding, &port, &code, &file); err != nil {
			t.Fatal(err)
		}
		if got := s.Ignores(port, code, file); got != want {
			t.Errorf("%s: ignored is %v", finding, got)
		}
	}
}

func TestExclude(t *testing.T) {
	s, _ := settings.Read(`exclude = ["fixtures/", "*.golden.yaml", "/top.env", "!fixtures/real/.env"]`, codes)
	for file, want := range map[string]settings.Match{
		"fixtures/.env": settings.Hit, "a/fixtures/b/.env": settings.Hit, "fixtures": settings.None,
		"a/b.golden.yaml": settings.Hit, "top.env": settings.Hit, "a/top.env": settings.None,
		"fixtures/real/.env": settings.Miss, ".env": settings.None,
	} {
		if got := s.Exclude.Match(file); got != want {
			t.Errorf("%s: %d, want %d", file, got, want)
		}
	}
}

// TestComments marks in each text with | what is asked about; the codes that are silenced there follow.
func TestComments(t *testing.T) {
	for text, want := range map[string]string{
		"PORT=|1 # portclash:ignore":                                       "all",
		"# portclash:ignore\nPORT=|1":                                      "all",
		"# portclash:ignore\r\nPORT=|1":                                    "all",
		"# portclash:ignore\n\nPORT=|1":                                    "",
		"// portclash:ignore a-b -- it is so\nx|":                          "a-b",
		"/* portclash:ignore a-b, c-d */ x|":                               "a-b c-d",
		"<!-- portclash:ignore a -->\n|":                                   "a",
		"<!-- portclash:ignore -->\n|":                                     "all",
		"; portclash:ignore a c\n|":                                        "a c",
		"-- portclash:ignore a -- why\n|":                                  "a",
		"REM portclash:ignore a\n|":                                        "a",
		"  \"//\": \"portclash:ignore a\",\n  \"port\": |1":                "a",
		"{{/* portclash:ignore a */}}\n|":                                  "a",
		"# portclash:ignored\n|":                                           "",
		"# portclash:ignore-file\n|":                                       "",
		"A=1 # portclash:ignore\nB=|2":                                     "", // it is about its own line
		"# portclash:ignore a\nB=|2 # portclash:ignore c":                  "c, a",
		"# portclash:ignore a\n# portclash:ignore b\nB=|2":                 "b",
		"B=|2\n# portclash:ignore":                                         "",
		"|":                                                                "",
		"# portclash:ignore":                                               "all",
		"# portclash:ignore: a\n|":                                         "a",
		"# portclash:ignore the database is only reached from inside\n1|2": "the database is only reached from inside",
	} {
		offset := max(0, strings.IndexByte(text, '|'))
		var got []string
		for _, c := range settings.Comments(strings.Replace(text, "|", "", 1), offset) {
			var words []string
			for _, w := range c.Codes {
				words = append(words, w.Text)
			}
			if words == nil {
				words = []string{"all"}
			}
			got = append(got, strings.Join(words, " "))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAddIgnore(t *testing.T) {
	const entry = `{ port = 5432, code = "exposed-port" }`
	for text, want := range map[string]string{
		"":                                 "ignore = [" + entry + "]\n",
		"# ours\n":                         "ignore = [" + entry + "]\n\n# ours\n",
		"\ufeff# ours\n":                   "\ufeffignore = [" + entry + "]\n\n# ours\n",
		"exclude = [\"a\"]":                "exclude = [\"a\"]\nignore = [" + entry + "]\n",
		"exclude = [\n\"a\"\n] # b\n":      "exclude = [\n\"a\"\n] # b\nignore = [" + entry + "]\n",
		"[severity]\r\na = \"off\"\r\n":    "ignore = [" + entry + "]\r\n\r\n[severity]\r\na = \"off\"\r\n",
		"exclude = \"a\"\n\n[severity]\n":  "exclude = \"a\"\nignore = [" + entry + "]\n\n[severity]\n",
		"ignore = []":                      "ignore = [" + entry + "]",
		"ignore = [8080] # b":              "ignore = [" + entry + ", 8080] # b",
		"ignore = [\n\t8080, # b\n]":       "ignore = [\n\t" + entry + ",\n\t8080, # b\n]",
		"ignore = [ # b\n]":                "ignore = [\n  " + entry + ", # b\n]",
		"ignore = [8080":                   "ignore = [" + entry + ", 8080",
		"[[ignore]]\nport = 1\n[severity]": "[[ignore]]\nport = 1\n[severity]\n\n[[ignore]]\nport = 5432\ncode = \"exposed-port\"\n",
		"ignore = 8080":                    "",
	} {
		e, ok := settings.AddIgnore(text, 5432, "exposed-port")
		got := ""
		if ok {
			got = text[:e.Span.Start] + e.New + text[e.Span.End:]
		}
		if got != want {
			t.Errorf("%q becomes\n%q, want\n%q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("ignore = [8080, \"9000-9010\", {port = 1, path = \"a/**\"}]\n[severity]\nport-in-use = \"off\"")
	f.Add("[[ignore]]\ncode = 'x'\nexclude = ['[']")
	f.Fuzz(func(t *testing.T, text string) {
		before, faults := settings.Read(text, codes)
		for _, fault := range faults {
			if fault.Span.Start < 0 || fault.Span.End > len(text) || fault.Span.Len() < 0 || fault.Message == "" {
				t.Errorf("%v in %q", fault, text)
			}
		}
		e, ok := settings.AddIgnore(text, 65000, "port-in-use")
		if !ok {
			return
		}
		after, _ := settings.Read(text[:e.Span.Start]+e.New+text[e.Span.End:], codes)
		if len(after.Ignore) < len(before.Ignore)+1 || len(after.Exclude) != len(before.Exclude) || len(after.Severity) != len(before.Severity) {
			t.Errorf("%q loses settings with %q at %d", text, e.New, e.Span.Start)
		}
	})
}

func FuzzComments(f *testing.F) {
	f.Add("# portclash:ignore a, b -- c\r\nPORT=1", 20)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		if offset < 0 || offset > len(text) {
			return
		}
		for _, c := range settings.Comments(text, offset) {
			for _, w := range append(c.Codes, settings.Word{Span: claim.Span{Start: c.End, End: c.End}}) {
				if w.Span.In(text) != w.Text {
					t.Errorf("%q stands at %v of %q", w.Text, w.Span, text)
				}
			}
		}
	})
}
