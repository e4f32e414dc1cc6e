package machine

import (
	"os"
	"slices"
)

// An asker is who has something stopped: it must not saw off the branch that it sits on.
type asker struct {
	self  int
	above []int // its ancestors
	// client is the editor's process that it serves, 0 where there is none; clientAbove are that one's ancestors.
	client      int
	clientAbove []int
	// containers are those that these run in, by ID, as far as can be told.
	containers []string
}

func newAsker(client int) asker {
	a := asker{self: os.Getpid(), client: client}
	a.above = lineage(a.self)
	if client > 1 {
		a.clientAbove = lineage(client)
	}
	for _, pid := range slices.Concat([]int{a.self, client}, a.above, a.clientAbove) {
		if id := containerID(cgroupPath(pid)); id != "" {
			a.containers = append(a.containers, id)
		}
	}
	return a
}

// refusal returns why the asker does not have the owner stopped, nil where nothing is against it.
func (a asker) refusal(o *Owner) *Refusal {
	c := o.Container
	switch {
	case c != nil && slices.Contains(a.containers, c.ID):
		return refuse(Itself, "Portclash runs in container %s itself", c.called())
	case c != nil:
		return nil
	case o.PID == a.self:
		return refuse(Itself, "%s is Portclash itself", o.named())
	case o.PID == a.client, slices.Contains(a.clientAbove, o.PID):
		return refuse(Editor, "%s is the editor, or runs it", o.named())
	case slices.Contains(a.above, o.PID):
		return refuse(Itself, "%s runs Portclash, which would end with it", o.named())
	case a.client > 1 && startedBy(a.client, o.PID):
		return refuse(Editor, "%s was started by the editor for itself: what it does is ended in the editor", o.named())
	}
	return nil
}

// startedBy reports whether a process, or one that it descends from, was started by another one without a terminal of
// its own: an editor's extensions and debuggers were, what runs in its terminals was not.
func startedBy(starter, pid int) bool {
	self, ok := lookUp(starter)
	if !ok {
		return false
	}
	for range generations {
		r, ok := lookUp(pid)
		switch {
		case !ok || r.parent <= 1 || r.session != self.session || r.session == 0 && isShell(r.name):
			return false
		case r.parent == starter:
			return true
		}
		pid = r.parent
	}
	return false
}
