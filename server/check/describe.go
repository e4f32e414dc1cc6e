package check

import (
	"fmt"
	"path"
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

// Describe returns an owner as a sentence has it: next dev (pid 4312, ~/code/shop, branch main), or its container. One
// that the machine will not tell is "another user's process", with what is known of it.
func (w *World) Describe(o *machine.Owner) string {
	switch {
	case o.Hidden():
		return w.describeHidden(o)
	case o.Container != nil:
		return w.DescribeContainer(o.Container)
	case o.Stale:
		return describeStale(o)
	}
	about := []string{"pid " + strconv.Itoa(o.PID)}
	if o.Service != nil {
		about = append(about, o.Service.String())
	}
	if o.Dir != "" && o.Dir != "/" {
		about = append(about, w.Short(o.Dir))
	}
	if p := w.DescribeProject(o); p != "" {
		about = append(about, p)
	}
	return fmt.Sprintf("%s (%s)", o.Called(), strings.Join(about, ", "))
}

func (w *World) describeHidden(o *machine.Owner) string {
	switch {
	case o == nil || o.User == "" && o.Service == nil:
		return "another user's process"
	case o.Service != nil:
		return o.Service.String() + ", another user's process"
	case w.machine != nil && o.User == w.machine.Facts.User:
		return "a process that may not be looked into"
	}
	return "another user's process (" + o.User + ")"
}

// DescribeProject returns what a person needs to know of the git work tree that an owner is in: its branch, and of
// which folder it is another work tree. It is empty for what is of this workspace, and where nothing is known.
func (w *World) DescribeProject(o *machine.Owner) string {
	p := o.Project
	if p == nil || w.Ours(o) {
		return ""
	}
	var about []string
	if p.Branch != "" {
		about = append(about, "branch "+p.Branch)
	}
	if p.WorktreeOf != "" {
		about = append(about, "another worktree of "+w.Short(p.WorktreeOf))
	}
	return strings.Join(about, ", ")
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

// indefinite returns a noun with its article.
func indefinite(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}
