package server

import (
	"fmt"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/server/check"
)

// diagnostics returns what the findings of a file of this text look like to the client, in the order of the text.
func (s *server) diagnostics(snap *snapshot, path string, t text) []protocol.Diagnostic {
	found := snap.world().Findings(path)
	shown := make([]protocol.Diagnostic, 0, len(found))
	for _, f := range found {
		shown = append(shown, s.diagnostic(snap, t, f))
	}
	return shown
}

func (s *server) diagnostic(snap *snapshot, t text, f check.Finding) protocol.Diagnostic {
	d := protocol.Diagnostic{
		Range:           t.span(s.can.encoding, f.Place.Claim.Digits),
		Severity:        severities[f.Severity],
		Code:            protocol.String(f.Code),
		CodeDescription: protocol.CodeDescription{Href: uri.URI(check.Page(f.Code))},
		Source:          protocol.NewOptional("portclash"),
	}
	message := []string{f.Message}
	for _, r := range f.Related {
		at, related, _ := snap.source(r.Place.Path)
		place := related.span(s.can.encoding, r.Place.Claim.Digits)
		if s.can.relatedInformation {
			d.RelatedInformation = append(d.RelatedInformation, protocol.DiagnosticRelatedInformation{
				Location: protocol.Location{URI: at, Range: place}, Message: r.Message,
			})
			continue
		}
		message = append(message, fmt.Sprintf("%s:%d: %s", snap.relative(r.Place.Path), place.Start.Line+1, r.Message))
	}
	d.Message = protocol.String(strings.Join(message, "\n"))
	return d
}

var severities = map[check.Severity]protocol.DiagnosticSeverity{
	check.Hint:    protocol.DiagnosticSeverityHint,
	check.Warning: protocol.DiagnosticSeverityWarning,
	check.Error:   protocol.DiagnosticSeverityError,
}
