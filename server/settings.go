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

	"github.com/portclash/portclash/server/settings"
)

// editorSettings are what an editor says of findings, on top of the defaults of the rules, and of what else is shown.
type editorSettings struct {
	settings.Settings

	noInlayHints, noCodeLens bool // both are shown unless switched off
}

// configure takes in what the client sent as settings, which may be in a section "portclash" or that section. What it
// said at the start goes on to hold for what it does not speak of now: Emacs' Eglot sends `{}` right after the start.
func (s *server) configure(raw []byte) {
	next := readSettings(s.Log, s.initial, raw)
	s.change(func(snap *snapshot) { snap.settings = next })
}

func (s *server) didChangeConfiguration(p *protocol.DidChangeConfigurationParams) error {
	s.configure(p.Settings)
	return nil
}

// readSettings reads what it can of the sources, of which a later one counts: a wrong or unknown setting is logged and
// costs no other.
func readSettings(log *slog.Logger, sources ...[]byte) editorSettings {
	in := map[string]json.RawMessage{}
	for _, raw := range sources {
		maps.Copy(in, settingsIn(raw, log))
	}
	var out editorSettings
	for _, name := range slices.Sorted(maps.Keys(in)) {
		var err error
		switch name {
		case "severity":
			out.Severity, err = readSeverities(in[name])
		case "ignore":
			out.Ignore, err = readPorts(in[name])
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

// settingsIn returns the settings by their names, none where there is no object.
func settingsIn(raw []byte, log *slog.Logger) map[string]json.RawMessage {
	var in map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &in) != nil {
		return nil
	}
	section, ok := in["portclash"]
	if !ok {
		return in
	}
	in = nil
	if err := json.Unmarshal(section, &in); err != nil {
		log.Warn("setting without effect", "setting", "portclash", "error", err)
	}
	return in
}

func readSeverities(raw []byte) (map[string]string, error) {
	var in map[string]string
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	out := map[string]string{}
	var unknown []string
	for code, word := range in {
		if !slices.Contains(settings.Severities, word) {
			unknown = append(unknown, strconv.Quote(word))
			continue
		}
		out[code] = word
	}
	if unknown != nil {
		slices.Sort(unknown)
		return out, fmt.Errorf("no such severity: %s", strings.Join(unknown, ", "))
	}
	return out, nil
}

func readPorts(raw []byte) ([]settings.Ignored, error) {
	var in []int
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	var out []settings.Ignored
	for _, port := range in {
		out = append(out, settings.Ignored{Ports: []settings.Ports{{First: port, Last: port}}})
	}
	return out, nil
}

// readOff reports whether something is switched off.
func readOff(raw []byte) (bool, error) {
	on := true
	err := json.Unmarshal(raw, &on)
	return !on, err
}
