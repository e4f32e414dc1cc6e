package server

import (
	"context"
	"path/filepath"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// capabilities are what the client said it can do, as far as it makes a difference.
type capabilities struct {
	encoding           protocol.PositionEncodingKind
	plainHover         bool // it shows no Markdown
	relatedInformation bool
	documentChanges    bool // edits that tell the version they are for
	annotateActions    bool // edits of actions that tell what they are for, and ask to be confirmed
	annotateRename     bool // the same of a rename
	prepareRename      bool
	createFiles        bool // edits that make files
	preferredActions   bool // it tells the action that a person most likely wants from others
	watchFiles         bool
	definitionLinks    bool // definitions that tell what leads to them
	labelDetails       bool // offers to complete that tell beside their label what they are
	symbolTree         bool // symbols of a document that are not told as a list of places
	refresh            [viewCount]bool
	pulls              bool // it asks for diagnostics
}

func capabilitiesOf(c protocol.ClientCapabilities) capabilities {
	can := capabilities{encoding: protocol.PositionEncodingKindUTF16}
	if g := c.General; g != nil {
		can.encoding = encodingOf(g.PositionEncodings)
	}
	if t := c.TextDocument; t != nil {
		if h := t.Hover; h != nil && len(h.ContentFormat) > 0 {
			can.plainHover = !slices.Contains(h.ContentFormat, protocol.MarkupKindMarkdown)
		}
		can.preferredActions = t.CodeAction != nil && is(t.CodeAction.IsPreferredSupport)
		can.labelDetails = t.Completion != nil && t.Completion.CompletionItem != nil && is(t.Completion.CompletionItem.LabelDetailsSupport)
		can.definitionLinks = t.Definition != nil && is(t.Definition.LinkSupport)
		can.prepareRename = t.Rename != nil && is(t.Rename.PrepareSupport)
		can.symbolTree = t.DocumentSymbol != nil && is(t.DocumentSymbol.HierarchicalDocumentSymbolSupport)
		can.relatedInformation = t.PublishDiagnostics != nil && is(t.PublishDiagnostics.RelatedInformation)
	}
	if w := c.Workspace; w != nil {
		can.documentChanges = w.WorkspaceEdit != nil && is(w.WorkspaceEdit.DocumentChanges)
		if t := c.TextDocument; t != nil && can.documentChanges && w.WorkspaceEdit.ChangeAnnotationSupport != nil {
			can.annotateActions = t.CodeAction != nil && is(t.CodeAction.HonorsChangeAnnotations)
			can.annotateRename = t.Rename != nil && is(t.Rename.HonorsChangeAnnotations)
		}
		can.createFiles = can.documentChanges && slices.Contains(w.WorkspaceEdit.ResourceOperations, protocol.ResourceOperationKindCreate)
		can.refresh[hintView] = w.InlayHint != nil && is(w.InlayHint.RefreshSupport)
		can.refresh[lensView] = w.CodeLens != nil && is(w.CodeLens.RefreshSupport)
		can.refresh[diagnosticView] = w.Diagnostics != nil && is(w.Diagnostics.RefreshSupport)
		can.watchFiles = w.DidChangeWatchedFiles != nil && is(w.DidChangeWatchedFiles.DynamicRegistration)
	}
	// One that cannot be told to ask again would miss what changes without an edit, so it is told instead.
	can.pulls = c.TextDocument != nil && c.TextDocument.Diagnostic != nil &&
		(can.refresh[diagnosticView] || c.TextDocument.PublishDiagnostics == nil)
	can.refresh[diagnosticView] = can.refresh[diagnosticView] && can.pulls
	return can
}

// encodingOf returns the encoding of positions that the client likes best; UTF-16 is what every one must have.
func encodingOf(offered []protocol.PositionEncodingKind) protocol.PositionEncodingKind {
	for _, enc := range offered {
		switch enc {
		case protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32:
			return enc
		}
	}
	return protocol.PositionEncodingKindUTF16
}

func is(b *bool) bool { return b != nil && *b }

func (s *server) initialize(_ context.Context, p *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.can = capabilitiesOf(p.Capabilities)
	s.initial = slices.Clone(p.InitializationOptions)
	s.configure(nil)
	for _, u := range foldersOf(p) {
		s.join(u)
	}
	if p.ProcessID != nil {
		s.clientProcess = int(*p.ProcessID)
		s.parent <- s.clientProcess
	}
	result := &protocol.InitializeResult{
		ServerInfo: protocol.ServerInfo{Name: "portclash", Version: protocol.NewOptional(s.Version)},
		Capabilities: protocol.ServerCapabilities{
			PositionEncoding: s.can.encoding,
			TextDocumentSync: &protocol.TextDocumentSyncOptions{
				OpenClose: new(true),
				Change:    new(protocol.TextDocumentSyncKindIncremental),
				Save:      &protocol.SaveOptions{IncludeText: new(false)},
			},
			HoverProvider:             protocol.Boolean(true),
			CodeActionProvider:        &protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}},
			RenameProvider:            s.can.renameProvider(),
			DefinitionProvider:        protocol.Boolean(true),
			ReferencesProvider:        protocol.Boolean(true),
			DocumentHighlightProvider: protocol.Boolean(true),
			DocumentSymbolProvider:    &protocol.DocumentSymbolOptions{Label: new("Ports")},
			DocumentLinkProvider:      &protocol.DocumentLinkOptions{ResolveProvider: new(false)},
			WorkspaceSymbolProvider:   protocol.Boolean(true),
			CompletionProvider:        &protocol.CompletionOptions{TriggerCharacters: completionTriggers},
			InlayHintProvider:         protocol.Boolean(true),
			CodeLensProvider:          &protocol.CodeLensOptions{ResolveProvider: new(false)},
			ExecuteCommandProvider:    protocol.ExecuteCommandOptions{Commands: []string{commandStop}},
			Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
				Supported: new(true), ChangeNotifications: protocol.Boolean(true),
			}},
		},
	}
	if s.can.pulls {
		result.Capabilities.DiagnosticProvider = &protocol.DiagnosticOptions{
			InterFileDependencies: true, WorkspaceDiagnostics: !forgetsOpenFiles(p.ClientInfo),
		}
	}
	return result, nil
}

// forgetsOpenFiles reports whether the client, once it may ask for the diagnostics of a whole workspace, asks for
// nothing else when it is told to ask again, and drops what the answer says of open files: their diagnostics would stay
// what they were at the last edit. Neovim 0.12 does (on_refresh and _workspace_diagnostics in vim/lsp/diagnostic.lua).
func forgetsOpenFiles(client protocol.ClientInfo) bool { return client.Name == "Neovim" }

// renameProvider returns what the client is told of rename: that a place can be tried first only where it knows of that.
func (c capabilities) renameProvider() protocol.RenameProvider {
	if c.prepareRename {
		return &protocol.RenameOptions{PrepareProvider: new(true)}
	}
	return protocol.Boolean(true)
}

// foldersOf returns the workspace folders that the client opened, or the one root of clients that know no folders.
func foldersOf(p *protocol.InitializeParams) []uri.URI {
	var roots []uri.URI
	folders, _ := p.WorkspaceFolders.Get()
	for _, f := range folders {
		roots = append(roots, f.URI)
	}
	if len(roots) > 0 {
		return roots
	}
	if p.RootURI != nil { //nolint:staticcheck // deprecated, but all that some clients send
		return []uri.URI{*p.RootURI} //nolint:staticcheck // as above
	}
	if path, ok := p.RootPath.Get(); ok && path != "" { //nolint:staticcheck // as above
		return []uri.URI{uriOf(filepath.ToSlash(filepath.Clean(path)))}
	}
	return nil
}

// ready begins what needs a client that answers.
func (s *server) ready(*protocol.InitializedParams) error {
	s.announce()
	token(s.look)
	return nil
}
