package check_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

func TestSeveritiesAreThoseOfTheSettings(t *testing.T) {
	for i, word := range settings.Severities {
		if got := check.Severity(i).String(); got != word {
			t.Errorf("severity %d is %s here and %s in the settings", i, got, word)
		}
	}
}

// TestReadmeShowsAProjectFile holds the README's example of a project's file: nothing in it is without effect, and it has
// every name there is.
func TestReadmeShowsAProjectFile(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## Silence, by choice\n")
	_, example, _ := strings.Cut(section, "```toml\n")
	example, _, ok := strings.Cut(example, "```")
	if !ok {
		t.Fatal("the README shows no project's file")
	}
	if _, faults := settings.Read(example, check.Codes()); len(faults) > 0 {
		t.Errorf("in the README's example: %v", faults)
	}
	for _, k := range slices.Concat(settings.Keys, settings.IgnoreKeys) {
		if !strings.Contains(example, k.Name) {
			t.Errorf("the README's example does not show %s", k.Name)
		}
	}
}

// TestEditorKnowsEveryRule holds the codes that the editor offers for its settings, and what it says of each.
func TestEditorKnowsEveryRule(t *testing.T) {
	var manifest struct {
		Contributes struct {
			Configuration struct {
				Properties map[string]struct {
					PropertyNames struct{ Enum, MarkdownEnumDescriptions []string }
				}
			}
		}
	}
	readJSON(t, "../../package.json", &manifest)
	var words map[string]string
	readJSON(t, "../../package.nls.json", &words)
	names := manifest.Contributes.Configuration.Properties["portclash.severity"].PropertyNames
	offered := names.Enum
	for _, code := range check.Codes() {
		if check.About(code) == "" {
			t.Errorf("the rule %s does not say what it finds", code)
		}
		i := slices.Index(offered, code)
		if i < 0 {
			t.Errorf("the setting portclash.severity in package.json does not offer %s", code)
			continue
		}
		if i >= len(names.MarkdownEnumDescriptions) || names.MarkdownEnumDescriptions[i] != "%rule."+code+"%" {
			t.Errorf("the setting portclash.severity in package.json does not explain %s by %%rule.%[1]s%%", code)
		}
		if said := words["rule."+code]; said != check.About(code) {
			t.Errorf("package.nls.json says of %s %q, not %q", code, said, check.About(code))
		}
	}
	if len(offered) != len(check.Codes()) {
		t.Errorf("the setting portclash.severity in package.json offers %d rules of %d", len(offered), len(check.Codes()))
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// silence silences each finding of a story by itself, in every way there is: it must go, and all that are of another code or
// elsewhere must stay as they are. Of findings of one code on one line, a comment silences all.
func (s *story) silence(t *testing.T) {
	t.Helper()
	before := s.all()
	w := s.world()
	for _, f := range before {
		for _, fix := range w.Silencing(f, workspaceFolder) {
			if fix.Preferred || fix.Stop != nil {
				t.Errorf("%q is more than a way to silence a finding", fix.Title)
			}
			after := s.after(fix)
			left := after.all()
			for _, g := range before {
				i := slices.IndexFunc(left, func(l check.Finding) bool {
					return l.Code == g.Code && l.Message == g.Message && l.Place.Path == g.Place.Path && l.Place.Claim.Digits == moved(g.Place, fix)
				})
				if i >= 0 {
					left = slices.Delete(left, i, i+1)
				}
				meant := g.Code == f.Code && (g.Place.Claim.Port == f.Place.Claim.Port || s.line(g.Place) == s.line(f.Place))
				switch {
				case i < 0 && !meant:
					t.Errorf("%q at %s silences %s at %s too", fix.Title, s.at(f.Place), g.Code, s.at(g.Place))
				case i >= 0 && g.Place.Path == f.Place.Path && g.Place.Claim.Digits == f.Place.Claim.Digits && g.Code == f.Code:
					t.Errorf("%q at %s leaves it there:\n%s", fix.Title, s.at(f.Place), after.tell(t))
				}
			}
			for _, l := range left {
				t.Errorf("%q at %s makes a new finding: %s", fix.Title, s.at(f.Place), l.Message)
			}
		}
	}
}

// moved returns where the digits of a place are once a fix is applied.
func moved(p check.Place, fix check.Fix) claim.Span {
	d := p.Claim.Digits
	for _, e := range fix.Edits[p.Path] {
		if e.Span.Start <= p.Claim.Digits.Start {
			d.Start, d.End = d.Start+len(e.New)-e.Span.Len(), d.End+len(e.New)-e.Span.Len()
		}
	}
	return d
}

// line spells a place as file:line.
func (s *story) line(p check.Place) string {
	at := s.at(p)
	return at[:strings.LastIndexByte(at, ':')]
}

// TestSilencing holds where a finding can be silenced with a comment, and where the project's file is.
func TestSilencing(t *testing.T) {
	const yaml = "services:\n  a:\n    ports: [\"127.0.0.1:80800:80\"]\n"
	for _, test := range []struct {
		files map[string]string
		want  string
	}{
		{map[string]string{"compose.yaml": yaml}, `compose.yaml 3:1 "    # portclash:ignore invalid-port\n"
.portclash.toml 1:1 "ignore = [{ port = 80800, code = \"invalid-port\" }]\n"
`},
		{map[string]string{"compose.yaml": strings.ReplaceAll(yaml, "    ports", "    # portclash:ignore port-in-use -- why\n    ports"), ".portclash.toml": "ignore = []\n"}, `compose.yaml 3:35 ", invalid-port"
.portclash.toml 1:11 "{ port = 80800, code = \"invalid-port\" }"
`},
		{map[string]string{"web/compose.yaml": yaml, "web/.portclash.toml": "# ours", ".portclash.toml": ""}, `web/compose.yaml 3:1 "    # portclash:ignore invalid-port\n"
web/.portclash.toml 1:1 "ignore = [{ port = 80800, code = \"invalid-port\" }]\n\n"
`},
		{map[string]string{"package.json": `{"scripts": {"dev": "vite --port 80800"}}`}, `.portclash.toml 1:1 "ignore = [{ port = 80800, code = \"invalid-port\" }]\n"
`},
		{map[string]string{".env": "PORT=80800", ".portclash.toml": "ignore = 7"}, `.env 1:1 "# portclash:ignore invalid-port\n"
`},
		{map[string]string{".portclash.toml": "colour = 7"}, `.portclash.toml 1:1 "# portclash:ignore invalid-setting\n"
`},
	} {
		s := &story{texts: test.files, names: slices.Sorted(maps.Keys(test.files))}
		var got strings.Builder
		for _, f := range s.all() {
			if f.Code == "invalid-setting" && len(s.names) > 1 {
				continue
			}
			for _, fix := range s.world().Silencing(f, workspaceFolder) {
				for path, edits := range fix.Edits {
					var at check.Place
					at.Path, at.Claim.Digits = path, edits[0].Span
					fmt.Fprintf(&got, "%s %q\n", strings.Replace(s.at(at), ":", " ", 1), edits[0].New)
				}
			}
		}
		if got.String() != test.want {
			t.Errorf("%v is silenced with\n%swant\n%s", test.files, &got, test.want)
		}
	}
}
