package main

import (
	"fmt"
	"net/url"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/portclash/portclash/server/check"
)

// printSARIF prints findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code scanning
// services read.
func (r *report) printSARIF(c *call) error {
	number, _ := built()
	run := sarif.NewRunWithInformationURI("portclash", "https://github.com/portclash/portclash")
	run.Tool.Driver.WithSemanticVersion(number)
	run.WithColumnKind("utf16CodeUnits")
	for _, f := range r.findings {
		run.AddRule(f.Code).WithHelpURI(check.Page(f.Code)).
			WithShortDescription(sarif.NewMultiformatMessageString().WithText(check.About(f.Code)))
		at := r.at(f.Place)
		result := run.CreateResultForRule(f.Code).
			WithLevel(map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Hint: "note"}[f.Severity]).
			WithMessage(sarif.NewTextMessage(f.Message)).
			AddLocation(r.location(f.Place, at))
		for _, rel := range f.Related {
			result.AddRelatedLocation(r.location(rel.Place, r.at(rel.Place)).WithMessage(sarif.NewTextMessage(rel.Message)))
		}
	}
	out := sarif.NewReport()
	out.AddRun(run)
	if err := out.PrettyWrite(c.stdout); err != nil {
		return fmt.Errorf("write SARIF: %w", err)
	}
	return nil
}

func (r *report) location(p check.Place, at place) *sarif.Location {
	return sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation((&url.URL{Path: r.files.relative(p.Path)}).String())).
		WithRegion(sarif.NewRegion().
			WithStartLine(at.Line).WithStartColumn(at.Column).WithEndLine(at.EndLine).WithEndColumn(at.EndColumn)))
}
