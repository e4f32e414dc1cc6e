package settings_test

import (
	"strings"
	"testing"

	"github.com/portclash/portclash/server/settings"
)

// TestOffers marks with | where something is to be offered; what it replaces and the first offer and their number follow.
func TestOffers(t *testing.T) {
	for text, want := range map[string]string{
		"|":                                    " exclude 3",
		"exclude = []\nig|":                    "ig exclude 3",
		"[severity]\n|":                        " port-in-use 3",
		"[severity]\nport|-in = \"a\"":         "port-in port-in-use 3",
		"[severity]\nport-in-use = |":          ` "off" 4`,
		"[severity]\nport-in-use = o|":         `o "off" 4`,
		"[severity]\nport-in-use = \"|\"":      " off 4",
		"severity.port-in-use = \"wa|\"":       "wa off 4",
		"ignore = [\"ex|\"]":                   "ex port-in-use 3",
		"ignore = [8080, |]":                   ` "port-in-use" 3`,
		"ignore = [{ |":                        " port 4",
		"ignore = [{ port = 1, co| }]":         "co port 4",
		"ignore = [{ code = \"|\" }]":          " port-in-use 3",
		"ignore = [{ code = [\"a\", \"|\"] }]": " port-in-use 3",
		"ignore = [{ reason = \"|\" }]":        " nothing",
		"[[ignore]]\n|":                        " port 4",
		"[[ignore]]\ncode = \"|\"":             " port-in-use 3",
		"# |":                                  " nothing",
		"exclude = [\"|\"]":                    " nothing",
	} {
		at := strings.IndexByte(text, '|')
		clean := strings.Replace(text, "|", "", 1)
		span, offers := settings.Offers(clean, at, codes, func(string) string { return "" })
		got := span.In(clean) + " nothing"
		if len(offers) > 0 {
			got = span.In(clean) + " " + offers[0].Text + " " + string(rune('0'+len(offers)))
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzOffers(f *testing.F) {
	f.Add("[severity]\nport-in-use = \"o\"", 27)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		if offset < 0 || offset > len(text) {
			return
		}
		span, _ := settings.Offers(text, offset, codes, func(string) string { return "" })
		if span.Start > offset || span.End < offset || span.End > len(text) {
			t.Errorf("%v at %d of %q", span, offset, text)
		}
	})
}
