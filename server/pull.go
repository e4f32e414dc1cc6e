package server

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// documentDiagnostic returns the diagnostics of a document for a client that asks, of a file of the workspace as well,
// and says that they are unchanged where the client has them. Its result id is made of nothing else than the
// diagnostics, so that it holds across edits and restarts.
func (s *server) documentDiagnostic(ctx context.Context, p *protocol.DocumentDiagnosticParams) (protocol.DocumentDiagnosticReport, error) {
	snap := s.at(ctx)
	items := []protocol.Diagnostic{}
	if d := snap.docs[p.TextDocument.URI]; d != nil {
		items = s.diagnostics(snap, d.path, d.text)
		s.views.give(diagnosticView, d, items)
		s.lookAgain(snap)
	} else if path := pathOf(p.TextDocument.URI); snap.files[path].Path != "" {
		items = s.diagnostics(snap, path, fileText(snap.files[path].Text))
	}
	id, err := resultID(items)
	if err != nil {
		return nil, err
	}
	if p.PreviousResultID != nil && *p.PreviousResultID == id {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{UnchangedDocumentDiagnosticReport: unchanged(id)}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: full(id, items)}, nil
}

// workspaceDiagnostic returns the diagnostics of all files of the workspace that make a claim, open or not. It waits
// until the folders are read and the machine is looked at.
func (s *server) workspaceDiagnostic(ctx context.Context, p *protocol.WorkspaceDiagnosticParams) (*protocol.WorkspaceDiagnosticReport, error) {
	snap := s.everything(ctx, false)
	had := map[string]string{}
	for _, previous := range p.PreviousResultIds {
		had[pathOf(previous.URI)] = previous.Value
	}
	report := &protocol.WorkspaceDiagnosticReport{Items: []protocol.WorkspaceDocumentDiagnosticReport{}}
	for _, path := range snap.world().Paths() {
		at, t, d := snap.source(path)
		var version *int32
		items := s.diagnostics(snap, path, t)
		if d != nil {
			version = &d.version
			s.views.give(diagnosticView, d, items)
		}
		id, err := resultID(items)
		if err != nil {
			return nil, err
		}
		if had[path] == id {
			report.Items = append(report.Items, &protocol.WorkspaceUnchangedDocumentDiagnosticReport{
				UnchangedDocumentDiagnosticReport: unchanged(id), URI: at, Version: version,
			})
			continue
		}
		report.Items = append(report.Items, &protocol.WorkspaceFullDocumentDiagnosticReport{
			FullDocumentDiagnosticReport: full(id, items), URI: at, Version: version,
		})
	}
	s.lookAgain(snap)
	return report, nil
}

func unchanged(id string) protocol.UnchangedDocumentDiagnosticReport {
	return protocol.UnchangedDocumentDiagnosticReport{Kind: "unchanged", ResultID: id}
}

func full(id string, items []protocol.Diagnostic) protocol.FullDocumentDiagnosticReport {
	return protocol.FullDocumentDiagnosticReport{Kind: "full", ResultID: &id, Items: items}
}

// resultID returns an id that is the same for the same diagnostics.
func resultID(items []protocol.Diagnostic) (string, error) {
	raw, err := protocol.Marshal(items)
	if err != nil {
		return "", err
	}
	sum := fnv.New64a()
	sum.Write(raw)
	return fmt.Sprintf("%x", sum.Sum64()), nil
}

// methodCheckWorkspace has the findings of all files of the workspace published, also of those that are not open, and
// kept up to date until it is called again with on set to false.
const methodCheckWorkspace = "portclash/checkWorkspace"

type checkWorkspaceParams struct {
	// On is false to show those of open documents only again; it is true where it is left out.
	On *bool `json:"on"`
}

// A checkWorkspaceResult tells what was found.
type checkWorkspaceResult struct {
	// Files is how many files claim a port.
	Files int `json:"files"`
	// Findings is how many findings there are, hints among them, and Clashes how many are warnings or errors.
	Findings int `json:"findings"`
	Clashes  int `json:"clashes"`
}

func (s *server) checkWorkspace(ctx context.Context, p *checkWorkspaceParams) (*checkWorkspaceResult, error) {
	if p.On != nil && !*p.On {
		s.change(func(snap *snapshot) { snap.all, snap.tellAll = false, false })
		return &checkWorkspaceResult{}, nil
	}
	snap := s.everything(ctx, true)
	w := snap.world()
	result := &checkWorkspaceResult{}
	for _, path := range w.Paths() {
		if f, _ := w.File(path); slices.ContainsFunc(f.Claims, func(c claim.Claim) bool { return !c.Note() }) {
			result.Files++
		}
		for _, f := range w.Findings(path) {
			result.Findings++
			if f.Severity >= check.Warning {
				result.Clashes++
			}
		}
	}
	return result, nil
}

// everything returns a snapshot with all files of the workspace and, where they are about this machine, a picture of
// it. The machine is looked at from now on, whether a document is open or not. Where a disk or a machine does not
// answer in time, what is known is returned.
func (s *server) everything(ctx context.Context, tell bool) *snapshot {
	s.change(func(snap *snapshot) {
		snap.all = true
		snap.tellAll = snap.tellAll || tell
	})
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	snap := s.await(ctx, (*snapshot).settled)
	if !snap.live() {
		return snap
	}
	token(s.look)
	ctx, cancel = context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	return s.await(ctx, func(snap *snapshot) bool { return snap.picture != nil })
}
