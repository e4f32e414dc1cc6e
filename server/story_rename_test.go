package server

import (
	"fmt"
	"maps"
	"strings"

	"go.lsp.dev/protocol"
)

// rename does what a person does who gives a port another number, and reports whether a verb is one of that.
func (s *story) rename(verb string, args []string) bool {
	switch verb {
	case "prepare": // prepare FILE LINE:COLUMN
		answer, err := s.ask(protocol.MethodTextDocumentPrepareRename, s.asked(args, nil))
		place, ok := answer.(*protocol.PrepareRenamePlaceholder)
		switch {
		case err != nil:
			s.print("refused: " + err.Error())
		case !ok || place == nil:
			s.print("")
		default:
			s.print(spell(place.Range) + " " + place.Placeholder)
		}
	case "rename": // rename FILE LINE:COLUMN NAME, for apply 1 to do
		answer, err := s.ask(protocol.MethodTextDocumentRename, s.asked(args, map[string]any{"newName": strings.Join(args[2:], " ")}))
		if err != nil {
			s.print("refused: " + err.Error())
			break
		}
		edit, _ := answer.(*protocol.WorkspaceEdit)
		s.actions = []protocol.CodeAction{{Edit: edit}}
		s.listEdits(edit)
	case "relocate": // relocate [FOLDER], for apply 1 to do
		params := map[string]any{}
		for _, arg := range args {
			params["folder"] = s.uri(arg)
		}
		answer, err := s.ask(methodMoveWorkspace, params)
		if err != nil {
			s.print("refused: " + err.Error())
			break
		}
		result := answer.(*moveWorkspaceResult)
		s.print(fmt.Sprintf("%s %v", result.Title, result.Moves))
		s.actions = []protocol.CodeAction{{Edit: result.Edit}}
		s.listEdits(result.Edit)
		for _, l := range result.Left {
			s.print(fmt.Sprintf("left: %s %s %s", l.URI, spell(l.Range), l.Reason))
		}
	default:
		return false
	}
	return true
}

func (s *story) listEdits(edit *protocol.WorkspaceEdit) {
	var lines []string
	if edit != nil {
		for _, e := range editsOf(edit) {
			lines = append(lines, e.String())
		}
	}
	s.print(strings.Join(lines, "\n"))
}

// asked returns params about a place: a file, and a line and a column from 1.
func (s *story) asked(args []string, more map[string]any) map[string]any {
	params := map[string]any{"textDocument": map[string]any{"uri": s.uri(args[0])}, "position": s.place(args[1])}
	maps.Copy(params, more)
	return params
}
