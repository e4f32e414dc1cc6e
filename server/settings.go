package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/server/check"
)

// settings are the user's, on top of the defaults of the rules.
type settings struct {
	severity map[string]check.Severity // by the rule's code
	ignore   map[int]bool              // ports

	noInlayHints, noCodeLens bool // both are shown unless switched off
}

// configure takes in what the client sent as settings, which may be in a section "portclash" or that section.
func (s *server) configure(raw []byte) {
	next := readSettings(raw, s.Log)
	s.change(func(snap *snapshot) { snap.settings = next })
}

func (s *server) didChangeConfiguration(p *protocol.DidChangeConfigurationParams) error {
	s.configure(p.Settings)
	return nil
}

// readSettings reads what it can: a wrong or unknown setting is logged and costs no other.
func readSettings(raw []byte, log *slog.Logger) settings {
	var in map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &in) != nil {
		return settings{}
	}
	if section, ok := in["portclash"]; ok {
		in = nil
		if err := json.Unmarshal(section, &in); err != nil {
			log.Warn("setting without effect", "setting", "portclash", "error", err)
		}
	}
	var out settings
	for _, name := range slices.Sorted(maps.Keys(in)) {
		var err error
		switch name {
		case "severity":
			out.severity, err = readSeverities(in[name])
		case "ignore":
			out.ignore, err = readPorts(in[name])
		case "inlayHints":
			out.noInlayHints, err = readOff(in[name])
		case "codeLens":
			out.noCodeLens, err = readOff(in[name])
		default:
			log.Debug("setting without effect", "setting", name)
		}
		if err != nil {
			log.Warn("setting without effect", "setting", name, "error", err)
		}
	}
	return out
}

func readSeverities(raw []byte) (map[string]check.Severity, error) {
	var in map[string]string
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	out := map[string]check.Severity{}
	var unknown []string
	for code, word := range in {
		severity := slices.IndexFunc(levels, func(s check.Severity) bool { return s.String() == word })
		if severity < 0 {
			unknown = append(unknown, strconv.Quote(word))
			continue
		}
		out[code] = levels[severity]
	}
	if unknown != nil {
		slices.Sort(unknown)
		return out, fmt.Errorf("no such severity: %s", strings.Join(unknown, ", "))
	}
	return out, nil
}

var levels = []check.Severity{check.Off, check.Hint, check.Warning, check.Error}

func readPorts(raw []byte) (map[int]bool, error) {
	var in []int
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	out := map[int]bool{}
	for _, port := range in {
		out[port] = true
	}
	return out, nil
}

// readOff reports whether something is switched off.
func readOff(raw []byte) (bool, error) {
	on := true
	err := json.Unmarshal(raw, &on)
	return !on, err
}

// apply returns the findings that the user wants to see, as severe as the user wants them.
func (s settings) apply(found []check.Finding) []check.Finding {
	var shown []check.Finding
	for _, f := range found {
		if severity, ok := s.severity[f.Code]; ok {
			f.Severity = severity
		}
		if f.Severity != check.Off && !s.ignore[f.Place.Claim.Port] {
			shown = append(shown, f)
		}
	}
	return shown
}
