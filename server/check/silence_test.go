package check_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

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

// TestEditorKnowsEveryRule holds the codes that the editor offers for its settings.
func TestEditorKnowsEveryRule(t *testing.T) {
	text, err := os.ReadFile("../../package.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Contributes struct {
			Configuration struct {
				Properties map[string]struct {
					PropertyNames struct{ Enum []string }
				}
			}
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	offered := manifest.Contributes.Configuration.Properties["portclash.severity"].PropertyNames.Enum
	for _, code := range check.Codes() {
		if !slices.Contains(offered, code) {
			t.Errorf("the setting portclash.severity in package.json does not offer %s", code)
		}
	}
	if len(offered) != len(check.Codes()) {
		t.Errorf("the setting portclash.severity in package.json offers %d rules of %d", len(offered), len(check.Codes()))
	}
}
