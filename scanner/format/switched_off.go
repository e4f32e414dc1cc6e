package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// switches are the settings by which what is in the same mapping, or deeper, is not there at all, each with the values
// that say so.
var switches = map[string][]string{
	"enabled": {"false", "no", "off", "0"}, "enable": {"false", "no", "off", "0"}, "disabled": {"true", "yes", "on", "1"}, "disable": {"true", "yes", "on", "1"},
}

// switchedOff marks the claims of settings that a file has and switches off: nothing follows them as long as that is so, and
// they raise no alarm.
func switchedOff(claims []claim.Claim, settings []setting) {
	var off []string // the paths of mappings, each with the dot behind it
	for _, s := range settings {
		key := canonical(s.key)
		at := strings.LastIndexByte(key, '.') + 1
		if at > 0 && slices.Contains(switches[key[at:]], strings.ToLower(unquoted(s.value.Trim()).Value)) {
			off = append(off, key[:at])
		}
	}
	for i := range claims {
		key := canonical(claims[i].Key)
		claims[i].Unsure = claims[i].Unsure || slices.ContainsFunc(off, func(mapping string) bool { return strings.HasPrefix(key, mapping) })
	}
}

// isSwitchedOff reports whether a variable beside that of a port says that nothing is there: METRICS_ENABLED=false beside
// METRICS_PORT. The values are by their names in capitals.
func isSwitchedOff(port string, values map[string]string) bool {
	port = strings.ToUpper(port)
	of, _, found := strings.Cut(port, "PORT")
	if of = strings.Trim(of, "_-."); !found || of == "" {
		return false
	}
	for name, off := range switches {
		name = strings.ToUpper(name)
		for _, variable := range []string{of + "_" + name, name + "_" + of} {
			if value, set := values[variable]; set && slices.Contains(off, strings.ToLower(value)) {
				return true
			}
		}
	}
	return false
}
