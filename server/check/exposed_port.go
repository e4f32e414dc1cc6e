package check

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

// exposedPort: a bind that takes every address, so that other machines reach it. That is a warning for what
// trusts whoever reaches it (data stores, brokers, admin consoles, debuggers, remote shells), and a hint for the
// rest, as some want their web server seen.
var exposedPort = rule{
	code:     "exposed-port",
	about:    "A bind on every address, so that other machines reach it.",
	severity: Hint,
	judge:    judgeExposed,
	fixes: func(_ *World, f Finding, _ Free) []Fix {
		narrow := f.Place.Claim.Narrow
		if narrow == nil {
			return nil
		}
		return []Fix{{
			Title:     "Bind to 127.0.0.1, so that only this machine reaches it",
			Edits:     map[string][]Edit{f.Place.Path: {{Edit: *narrow}}},
			Preferred: f.Severity >= Warning,
		}}
	},
}

func judgeExposed(w *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Bind || c.Scope != claim.Host || c.Guarded || c.Unsure || !c.Valid() {
		return nil
	}
	if !c.Reach().Exposed() {
		return w.judgeOpen(s)
	}
	f := &Finding{Related: s.usedBy()}
	daemon, sensitive := Sensitive(c)
	if !sensitive {
		daemon, sensitive = w.toldInside(s)
	}
	if daemon.Kind == registry.Debugger && c.Target == 0 {
		sensitive = false // a debugger that is told every address mostly runs in a container, be it one that no file here names
	}
	f.Severity, f.Message = exposure(daemon, sensitive)
	verb := " is"
	if c.EndPort > c.Port && c.Host == "" {
		verb = " are"
	}
	f.Message = Spell(c.Endpoint) + verb + " bound on every address: " + f.Message
	if c.PastFirewall && (w.machine == nil || w.machine.Facts.OS == "" || w.machine.Facts.OS == "linux") {
		f.Message += "; what Docker publishes passes ufw"
	}
	return f
}

// judgeOpen is about what no file says: this workspace's own program listens on every address.
func (w *World) judgeOpen(s subject) *Finding {
	c := s.Claim
	if c.Host != "" {
		return nil // what is written holds from the next start on
	}
	for _, l := range w.Listeners(c) {
		if !l.Reach().Exposed() || !w.Ours(l.Owner) {
			continue
		}
		daemon, sensitive := registry.Named(l.Port, func(d registry.Daemon) bool {
			return knownAs(d, c) || named(d, l.Owner.Called())
		})
		f := &Finding{Related: s.usedBy()}
		f.Severity, f.Message = exposure(daemon, sensitive)
		f.Message = fmt.Sprintf("%s listens on every address of port %d: %s", w.Describe(l.Owner), l.Port, f.Message)
		return f
	}
	return nil
}

// exposure returns how bad it is that other machines reach a daemon, or some program where it is none, and a clause that
// says so.
func exposure(d registry.Daemon, sensitive bool) (Severity, string) {
	if !sensitive {
		return Hint, "other machines may reach it"
	}
	return Warning, "other machines can reach " + d.Name + ", " + indefinite(d.Kind.String())
}

// Sensitive returns the daemon behind a claim when it is one that must not be open, going by the port and by what
// the file calls the program together: one of them alone may be a coincidence.
func Sensitive(c claim.Claim) (registry.Daemon, bool) {
	port := c.Target
	if port == 0 {
		port = c.Port
	}
	return registry.Named(port, func(d registry.Daemon) bool { return knownAs(d, c) })
}

// knownAs reports whether the file of a claim calls the program by a name of the daemon's: the image or the command, the
// service, the setting, or the program whose configuration it is.
func knownAs(d registry.Daemon, c claim.Claim) bool {
	return slices.ContainsFunc([]string{image(c.About), c.Group, c.Key, c.Format}, func(name string) bool { return named(d, name) })
}

// toldInside returns the daemon that a published port leads to when it is one that must not be open, going by what the
// container is told beside that port: node --inspect=0.0.0.0:9229, dlv debug --listen=:2345.
func (w *World) toldInside(s subject) (registry.Daemon, bool) {
	if !published(s.Claim) {
		return registry.Daemon{}, false
	}
	var told, commands []string
	project := w.project(s.written())
	for i := range project { // places are large
		o, c := &project[i], &project[i].Claim
		if c.Role != claim.Bind || c.Scope != claim.Container || c.Inside == "" || c.Inside != s.Claim.Inside || c.Port != s.Claim.Target || c.Open() ||
			slices.ContainsFunc(project, func(m Place) bool { return m.Path == o.Path && m.Claim.TargetSpan == c.Digits }) {
			continue
		}
		f, _ := w.File(o.Path)
		before := f.Text[:c.Span.Start]
		told = append(told, before[strings.LastIndexAny(before, " \t\n\"'")+1:])
		if c.CommandLine.Len() > 0 {
			commands = append(commands, f.Text[min(c.CommandLine.Start, c.Span.Start):c.Span.Start])
		}
	}
	return registry.Named(s.Claim.Target, func(d registry.Daemon) bool {
		own := registry.Daemon{Words: d.Words[:1]} // the others are words of many commands
		return slices.ContainsFunc(told, func(word string) bool { return named(d, word) }) ||
			slices.ContainsFunc(commands, func(command string) bool { return named(own, command) })
	})
}

// image returns the last part of an image's name, which says what runs: postgres for library/postgres:17@sha256:….
func image(about string) string {
	name, _, _ := strings.Cut(about, "@")
	name = path.Base(name)
	name, _, _ = strings.Cut(name, ":")
	return name
}

// named reports whether a text has one of the daemon's words: as a word, or, where it is long enough to be no
// coincidence, within one.
func named(d registry.Daemon, text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.ContainsFunc(d.Words, func(name string) bool {
		return strings.Contains(name, "-") && strings.Contains(strings.ToLower(text), name) || slices.ContainsFunc(words, func(word string) bool {
			return word == name || len(name) >= 4 && strings.Contains(word, name)
		})
	})
}
