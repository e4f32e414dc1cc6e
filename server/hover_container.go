package server

import (
	"strings"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// container tells of a container that listeners lead into: verb is what it does with the port, and on are the
// addresses. What its engine does not tell is left out.
func (m markup) container(w *check.World, o *machine.Owner, verb, on string) string {
	c := o.Container
	link := " by container "
	if w.Ours(o) {
		link = " in container "
	}
	about := []string{m.strong(verb) + link + m.strong(m.code(check.CalledContainer(c))) + on}
	if w.Ours(o) {
		about = append(about, "of this workspace")
	}
	if c.Image != "" {
		about = append(about, "image "+m.code(c.Image))
	}
	if c.Project != "" {
		about = append(about, "compose project "+m.code(c.Project))
	}
	if c.Service != "" {
		about = append(about, "service "+m.code(c.Service))
	}
	if c.Folder != "" {
		about = append(about, "in "+m.code(w.Short(c.Folder)))
	}
	return strings.Join(about, ", ")
}
