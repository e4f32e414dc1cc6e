package server

import (
	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// settingCompletion offers the keys, codes and severities that may stand at a byte offset of a project's file.
func (s *server) settingCompletion(d *document, at int) *protocol.CompletionList {
	word, offers := settings.Offers(d.text.s, at, check.Codes(), check.About)
	if len(offers) == 0 {
		return nil
	}
	list := &protocol.CompletionList{Items: []protocol.CompletionItem{}}
	written := d.text.span(s.can.encoding, word)
	for _, o := range offers {
		item := protocol.CompletionItem{
			Label: o.Name, Kind: protocol.CompletionItemKindProperty, FilterText: protocol.NewOptional(o.Text),
			TextEdit: &protocol.TextEdit{Range: written, NewText: o.Text},
		}
		if o.Doc != "" {
			item.Documentation = &protocol.MarkupContent{Kind: markup{plain: s.can.plainHover}.kind(), Value: o.Doc}
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// settingHover says what the key, the code or the severity at a byte offset of a project's file is for; nil where it says
// nothing.
func (s *server) settingHover(d *document, at int) *protocol.Hover {
	word, offers := settings.Offers(d.text.s, at, check.Codes(), check.About)
	for _, o := range offers {
		if o.Name == word.In(d.text.s) && o.Doc != "" {
			return &protocol.Hover{
				Contents: &protocol.MarkupContent{Kind: markup{plain: s.can.plainHover}.kind(), Value: o.Doc},
				Range:    new(d.text.span(s.can.encoding, word)),
			}
		}
	}
	return nil
}
