package server

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// list does what a view of all ports does, and reports whether a verb is one of that.
func (s *story) list(verb string, args []string) bool {
	switch verb {
	case "ports": // ports [look]: what the list has
		s.print(spellPorts(s.request(methodPorts, portsParams{Look: slices.Contains(args, "look")}).(*portsResult)))
	case "watch": // watch on|off
		s.notify(methodWatchPorts, watchPortsParams{Visible: args[0] == "on"})
	case "told": // how often the client was told that the list has changed, since the last time
		s.mu.Lock()
		s.print(fmt.Sprint(s.told))
		s.told = 0
		s.mu.Unlock()
	default:
		return false
	}
	return true
}

func (s *story) hearOfPorts(_ context.Context, method string, _ any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method == methodPortsChanged {
		s.told++
	}
	return nil
}

func spellPorts(r *portsResult) string {
	lines := []string{fmt.Sprintf("looked %t, clashes %d %s", r.Looked, r.Clashes, r.Partial)}
	if r.Reading {
		lines = append(lines, "reading")
	}
	for _, p := range r.Ports {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s: %s %s", p.Address, p.Role, p.Service, p.State, p.URL)))
		for _, place := range p.Places {
			lines = append(lines, fmt.Sprintf("  %s %s %s %s %s", place.File, spell(place.Range), place.Key, place.Role, path.Base(string(place.URI))))
		}
		for _, f := range p.Findings {
			lines = append(lines, fmt.Sprintf("  %s %s: %s", f.Severity, f.Code, f.Message))
		}
		for _, h := range p.Holders {
			lines = append(lines, "  "+spellHolder(h))
		}
	}
	for _, h := range r.Others {
		lines = append(lines, "other: "+spellHolder(h))
	}
	return strings.Join(lines, "\n")
}

func spellHolder(h holderRow) string {
	return strings.TrimSpace(fmt.Sprintf("%s:%d %s, %s, ours %t, in %q since %s %s", h.Host, h.Port, h.Owner, h.About, h.Ours, h.Folder, h.Since, h.Refusal))
}
