package server

import (
	"fmt"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// holders tells who listens where the claim is about, a paragraph for each process and one for a family that
// nobody listens on. Before the machine has answered there is nothing to tell.
func (m markup) holders(w *check.World, c claim.Claim) []string {
	picture := w.Machine()
	if picture == nil {
		return nil
	}
	listeners := w.Listeners(c)
	if len(listeners) == 0 {
		if picture.MayMiss {
			return []string{"No listener seen; " + picture.Partial}
		}
		return []string{"Nobody listens there now"}
	}
	var paragraphs []string
	for _, group := range byOwner(listeners) {
		paragraphs = append(paragraphs, m.holder(w, c, group))
	}
	if answer := m.answers(c, listeners); answer != "" {
		paragraphs = append(paragraphs, answer)
	}
	if free := unheard(c, listeners); free != "" && !picture.MayMiss {
		paragraphs = append(paragraphs, "Nobody listens on "+m.code(free))
	}
	return paragraphs
}

// byOwner puts the listeners of one process together, and those that lead into one container, in the order of the
// first of each.
func byOwner(listeners []machine.Listener) [][]machine.Listener {
	type owner struct {
		pid       int
		container string
	}
	var groups [][]machine.Listener
	index := map[owner]int{} // the unknown ones stay apart
	for _, l := range listeners {
		if l.Owner.Hidden() {
			groups = append(groups, []machine.Listener{l})
			continue
		}
		o := owner{pid: l.Owner.PID}
		if c := l.Owner.Container; c != nil {
			o = owner{container: c.ID}
		}
		i, ok := index[o]
		if !ok {
			i = len(groups)
			index[o] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], l)
	}
	return groups
}

// holder tells of one process. What the machine does not tell is left out.
func (m markup) holder(w *check.World, c claim.Claim, listeners []machine.Listener) string {
	owner := listeners[0].Owner
	var at []string
	for _, l := range listeners {
		at = append(at, m.code(l.Endpoint().String()))
	}
	on := " on " + strings.Join(at, ", ")
	if len(listeners) == 1 && listeners[0].Endpoint().String() == c.String() {
		on = "" // the headline has it
	}
	if owner.Hidden() {
		return m.strong("In use") + " by " + w.Describe(owner) + on
	}
	verb := "In use"
	switch {
	case w.Ours(owner):
		verb = "Running"
	case c.Role == claim.Connect:
		verb = "Served"
	}
	if owner.Container != nil {
		return m.container(w, owner, verb, on)
	}
	name := owner.Called()
	line := fmt.Sprintf("%s by %s (pid %d)%s", m.strong(verb), m.strong(m.code(name)), owner.PID, on)
	if w.Ours(owner) {
		line += ", of this workspace"
	}
	if owner.Stale {
		line += ", a Docker helper without a running container: restarting Docker frees the port"
	}
	if !owner.Started.IsZero() {
		line += ", up " + age(time.Since(owner.Started))
	}
	if owner.Service != nil {
		line += ", of the service " + m.code(owner.Service.String())
	}
	if owner.Dir != "" {
		line += ", in " + m.code(w.Short(owner.Dir))
	}
	if project := w.DescribeProject(owner); project != "" {
		line += ", " + project
	}
	if owner.Runner != "" {
		line += ", started by " + m.code(owner.Runner)
	}
	if command := shownCommand(owner.Command, picturedHome(w)); command != "" && command != name {
		line += m.newline() + m.code(command)
	}
	return line
}

func picturedHome(w *check.World) string { return w.Machine().Facts.Home }

// answers tells who a client of localhost reaches where each family has a listener of another owner: the standard has
// most resolvers name the IPv6 address first (RFC 6724, section 2.1), and nearly all clients try it first.
func (m markup) answers(c claim.Claim, listeners []machine.Listener) string {
	reach := c.Reach()
	if !reach.V4.IsLoopback() || !reach.V6.IsLoopback() || c.EndPort != c.Port {
		return ""
	}
	v4, v6 := check.Answering(reach.V4, listeners), check.Answering(reach.V6, listeners)
	if v4 == nil || v6 == nil || v4.Owner == v6.Owner || v6.Owner.Hidden() {
		return ""
	}
	local := func(addr netip.Addr) string {
		return m.code(claim.Endpoint{Host: addr.String(), Port: c.Port, EndPort: c.Port, Protocol: c.Protocol}.String())
	}
	return fmt.Sprintf("Clients of %s try %s first, so %s answers; %s is another program",
		m.code("localhost"), local(reach.V6), m.code(v6.Owner.Called()), local(reach.V4))
}

// unheard returns the loopback address of a family that clients may try in vain, and "" where there is none.
func unheard(c claim.Claim, listeners []machine.Listener) string {
	reach := c.Reach()
	if c.Role != claim.Connect || !reach.V4.IsValid() || !reach.V6.IsValid() || c.EndPort != c.Port {
		return ""
	}
	for _, addr := range []netip.Addr{reach.V4, reach.V6} {
		one := claim.ReachOf(addr.String())
		if !slices.ContainsFunc(listeners, func(l machine.Listener) bool { return l.Reach().Overlaps(one) }) {
			return claim.Endpoint{Host: addr.String(), Port: c.Port, EndPort: c.Port, Protocol: c.Protocol}.String()
		}
	}
	return ""
}

// maxCommand is how many characters of a command line are shown.
const maxCommand = 120

// shownCommand returns a command line as a person knows it: the program without its folder, ~ for the home folder,
// no credentials, and not too long.
func shownCommand(command, home string) string {
	program, rest, _ := strings.Cut(command, " ")
	if strings.HasPrefix(program, "/") {
		program = path.Base(program)
	}
	shown := strings.TrimSpace(program + " " + rest)
	if home != "" && home != "/" {
		shown = strings.ReplaceAll(shown, home+"/", "~/")
	}
	shown = masked(shown)
	if runes := []rune(shown); len(runes) > maxCommand {
		shown = string(runes[:maxCommand-1]) + "…"
	}
	return shown
}

// age returns a length of time in its largest unit: 40 s, 12 min, 3 h, 5 days.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return strconv.Itoa(max(0, int(d.Seconds()))) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Hours())) + " h"
	}
	return strconv.Itoa(int(d.Hours()/24)) + " days"
}
