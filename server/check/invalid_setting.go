package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/settings"
)

// invalidSetting: something in a project's file .portclash.toml that has no effect, so that somebody goes on to see
// what they wanted to be silent, or no longer sees what they think they do.
var invalidSetting = rule{
	code:     "invalid-setting",
	about:    "Something in `.portclash.toml` that has no effect.",
	severity: Warning,
	judge: func(w *World, s subject) *Finding {
		if fault, ok := w.fault(s.Place); ok {
			return &Finding{Message: fault.Message}
		}
		return nil
	},
	fixes: func(w *World, f Finding, _ Free) []Fix {
		fault, ok := w.fault(f.Place)
		if !ok || fault.Instead == "" {
			return nil
		}
		return []Fix{{
			Title:     "Write " + fault.Instead,
			Edits:     map[string][]Edit{f.Place.Path: {{Edit: claim.Edit{Span: fault.Span, New: fault.Instead}}}},
			Preferred: true,
		}}
	},
}

// addFaults makes subjects of what is wrong in a project's file.
func (x *Index) addFaults(f File) {
	_, x.faults[f.Path] = settings.Read(f.Text, Codes())
	for _, fault := range x.faults[f.Path] {
		c := claim.Claim{Scope: claim.Sample, Span: fault.Span, Digits: fault.Span}
		x.subjects[f.Path] = append(x.subjects[f.Path], subject{Place: Place{f.Path, c}})
	}
}

// fault returns what is wrong at a place of a project's file.
func (w *World) fault(p Place) (settings.Fault, bool) {
	faults := w.index(p.Path).faults[p.Path]
	i := slices.IndexFunc(faults, func(f settings.Fault) bool { return f.Span == p.Claim.Digits })
	if i < 0 {
		return settings.Fault{}, false
	}
	return faults[i], true
}
