package machine

import (
	"path"
	"strings"
)

// A Service is what a system starts and watches by itself, so that ending its process does not end it.
type Service struct {
	// Manager is who does: "systemd", "systemd --user", "snap", "launchd" or "brew services".
	Manager string
	// Name is how it is called there: "postgresql.service", "caddy", "homebrew.mxcl.redis".
	Name string
}

// String returns the service as a sentence has it.
func (s *Service) String() string {
	if s.Manager == "systemd" || s.Manager == "systemd --user" {
		return s.Name
	}
	return s.Manager + " " + s.Name
}

// serviceOf reads the service in the path of a control group (systemd.unit(5), and
// https://systemd.io/DESKTOP_ENVIRONMENTS for the names of what desktops start); nil where there is none, as for
// whatever a person has started.
func serviceOf(cgroup string) *Service {
	unit := unescapeUnit(path.Base(cgroup))
	name, kind, _ := cutLast(unit, ".")
	manager := "systemd"
	if strings.Contains(cgroup, "/user@") {
		manager = "systemd --user"
	}
	switch {
	case strings.HasPrefix(unit, "snap."):
		// snap.caddy.server.service is a daemon, snap.code.code-1c….scope a program that somebody started.
		if kind != "service" {
			return nil
		}
		return &Service{"snap", strings.TrimPrefix(name, "snap.")}
	case kind != "service", strings.HasPrefix(unit, "user@"), strings.HasPrefix(unit, "app-"), strings.HasPrefix(unit, "dbus-"):
		return nil
	}
	return &Service{manager, unit}
}

// unescapeUnit reads systemd's \x2d for a dash.
func unescapeUnit(unit string) string { return strings.ReplaceAll(unit, `\x2d`, "-") }

// cutLast cuts at the last separator; without one all is before it.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
