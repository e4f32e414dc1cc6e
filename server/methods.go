package server

import (
	"context"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A method answers one kind of message from its params, which it must not keep.
type method func(ctx context.Context, params []byte) (any, error)

// requests are the questions that the server answers while it runs. A new feature is one line here.
func (s *server) requests() map[string]method {
	return map[string]method{
		protocol.MethodTextDocumentHover:             request(s.hover),
		protocol.MethodTextDocumentCodeAction:        request(s.codeAction),
		protocol.MethodTextDocumentPrepareRename:     request(s.prepareRename),
		protocol.MethodTextDocumentRename:            request(s.rename),
		protocol.MethodTextDocumentDefinition:        request(s.definition),
		protocol.MethodTextDocumentReferences:        request(s.references),
		protocol.MethodTextDocumentDocumentHighlight: request(s.documentHighlight),
		protocol.MethodTextDocumentDocumentSymbol:    request(s.documentSymbol),
		protocol.MethodTextDocumentDocumentLink:      request(s.documentLink),
		protocol.MethodTextDocumentCompletion:        request(s.completion),
		protocol.MethodTextDocumentDiagnostic:        request(s.documentDiagnostic),
		protocol.MethodWorkspaceDiagnostic:           request(s.workspaceDiagnostic),
		methodCheckWorkspace:                         optional(request(s.checkWorkspace)),
		protocol.MethodTextDocumentInlayHint:         request(s.inlayHint),
		protocol.MethodTextDocumentCodeLens:          request(s.codeLens),
		protocol.MethodWorkspaceSymbol:               request(s.workspaceSymbol),
		protocol.MethodWorkspaceExecuteCommand:       request(s.executeCommand),
		methodStop:                                   request(s.stop),
		methodMoveWorkspace:                          request(s.moveWorkspace),
		methodReserve:                                request(s.reserve),
		methodPorts:                                  request(s.ports),
	}
}

// notifications are what the server takes note of; all others are without effect.
func (s *server) notifications() map[string]method {
	return map[string]method{
		protocol.MethodInitialized:                        notification(s.ready),
		protocol.MethodTextDocumentDidOpen:                notification(s.didOpen),
		protocol.MethodTextDocumentDidChange:              notification(s.didChange),
		protocol.MethodTextDocumentDidSave:                notification(s.didSave),
		protocol.MethodTextDocumentDidClose:               notification(s.didClose),
		protocol.MethodWorkspaceDidChangeWatchedFiles:     notification(s.didChangeWatchedFiles),
		protocol.MethodWorkspaceDidChangeWorkspaceFolders: notification(s.didChangeWorkspaceFolders),
		protocol.MethodWorkspaceDidChangeConfiguration:    notification(s.didChangeConfiguration),
		methodWatchPorts:                                  notification(s.watchPorts),
		methodFocus:                                       notification(s.focus),
	}
}

// request makes a method of an answer.
func request[P, R any](answer func(context.Context, *P) (R, error)) method {
	return func(ctx context.Context, params []byte) (any, error) {
		if len(params) == 0 {
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "params are missing")
		}
		p, err := decode[P](params)
		if err != nil {
			return nil, err
		}
		return answer(ctx, p)
	}
}

// optional makes a method of one whose params may be left out.
func optional(m method) method {
	return func(ctx context.Context, params []byte) (any, error) {
		if len(params) == 0 {
			params = []byte("{}")
		}
		return m(ctx, params)
	}
}

// notification makes a method of a note; some clients leave out params that have nothing in them.
func notification[P any](note func(*P) error) method {
	return func(_ context.Context, params []byte) (any, error) {
		p, err := decode[P](params)
		if err != nil {
			return nil, err
		}
		return nil, note(p)
	}
}
