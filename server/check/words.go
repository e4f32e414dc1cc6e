package check

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// Spell returns an endpoint as a sentence has it: 127.0.0.1:80, or "port 80" where no host is written.
func Spell(e claim.Endpoint) string {
	if e.Host != "" {
		return e.String()
	}
	port := strconv.Itoa(e.Port)
	if e.EndPort != e.Port {
		port = fmt.Sprintf("ports %d-%d", e.Port, e.EndPort)
	} else {
		port = "port " + port
	}
	if e.Protocol == claim.UDP {
		port += " (udp)"
	}
	return port
}

// Describe returns an owner as a sentence has it: node (pid 4312, ~/code/shop), or its container. One that the machine
// will not tell is "another user's process".
func (w *World) Describe(o *machine.Owner) string {
	switch {
	case o.Hidden():
		return "another user's process"
	case o.Container != nil:
		return w.DescribeContainer(o.Container)
	case o.Stale:
		return describeStale(o)
	}
	name := o.Name
	if name == "" {
		name = "a process"
	}
	about := []string{"pid " + strconv.Itoa(o.PID)}
	if o.Dir != "" && o.Dir != "/" {
		about = append(about, w.Short(o.Dir))
	}
	return fmt.Sprintf("%s (%s)", name, strings.Join(about, ", "))
}

// Short returns a folder as a person writes it, with ~ for the home directory.
func (w *World) Short(dir string) string {
	if w.machine != nil && w.machine.Facts.Home != "" {
		if rest, ok := strings.CutPrefix(dir, w.machine.Facts.Home); ok && (rest == "" || rest[0] == '/') {
			return "~" + rest
		}
	}
	return path.Clean(dir)
}

func sortEdits(edits []claim.Edit) {
	slices.SortFunc(edits, func(a, b claim.Edit) int { return a.Span.Start - b.Span.Start })
}

// indefinite returns a noun with its article.
func indefinite(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}
