package server

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// prepareRename tells which number is renamed at a position, and answers with an error that says why where one is
// there that cannot be. It returns nil where no endpoint is.
func (s *server) prepareRename(ctx context.Context, p *protocol.PrepareRenameParams) (protocol.PrepareRenameResult, error) {
	snap := s.at(ctx)
	place, ok := s.placeAt(snap, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	c, err := snap.world().Renamable(place)
	if err != nil {
		return nil, requestFailed(err)
	}
	at := s.locator(snap).location(place)
	return &protocol.PrepareRenamePlaceholder{Range: at.Range, Placeholder: strconv.Itoa(c.Port)}, nil
}

// rename gives the service at a position another port, wherever the workspace means it. For a range the number is its
// first; the error says why a number cannot be had.
func (s *server) rename(ctx context.Context, p *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	snap := s.at(ctx)
	place, ok := s.placeAt(snap, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	port, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(p.NewName), ":"))
	if err != nil {
		return nil, requestFailed(fmt.Errorf("%q is no port: a number from 1 to 65535 is", p.NewName))
	}
	fix, err := snap.world().Rename(place, port)
	if err != nil {
		return nil, requestFailed(err)
	}
	return s.workspaceEdit(snap, fix.Edits, s.can.annotateRename), nil
}

// requestFailed returns an error that the client shows to the person who asked.
func requestFailed(err error) error {
	return jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), err.Error())
}
