package server

import (
	"testing"

	"go.lsp.dev/protocol"
)

// What an open file shows would not follow the machine in Neovim 0.12, if it could ask for the whole workspace.
func TestNeovimAsksForDocumentsOnly(t *testing.T) {
	for client, whole := range map[string]bool{"Neovim": false, "Visual Studio Code": true, "": true} {
		var p protocol.InitializeParams
		raw := `{"clientInfo":{"name":"` + client + `"},"capabilities":{
			"textDocument":{"diagnostic":{},"publishDiagnostics":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}}`
		if err := protocol.Unmarshal([]byte(raw), &p); err != nil {
			t.Fatal(err)
		}
		s := newServer(Options{Log: discard()})
		result, err := s.initialize(t.Context(), &p)
		if err != nil {
			t.Fatal(err)
		}
		asked, ok := result.Capabilities.DiagnosticProvider.(*protocol.DiagnosticOptions)
		if !ok || asked.WorkspaceDiagnostics != whole {
			t.Errorf("%q is told %+v, want workspaceDiagnostics %t", client, result.Capabilities.DiagnosticProvider, whole)
		}
	}
}
