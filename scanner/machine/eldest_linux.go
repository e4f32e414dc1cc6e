package machine

import "slices"

// supervisors open sockets for the programs that they start, and keep them open: systemd.socket(5), inetd(8), and what
// does the same for workers of any language. A person names the program. Long names are as the kernel cuts them.
var supervisors = []string{
	"systemd", "systemd-socket-", "inetd", "inetutils-inetd", "xinetd", "supervisord", "circusd", "einhorn", "start_server",
	"watchexec", "cargo-watch",
}

// eldest puts in the place of each holder the process that its socket has come from: the parent where that has it open
// too, and the parent's parent and so on. A server's workers share its socket, and whatever it starts has it for the
// moment until it is another program.
func eldest(holders map[uint64]holder, family *family) {
	e := elders{family, holders, map[int]elder{}, map[int]map[uint64]holder{}}
	for inode, h := range holders {
		for range generations {
			up, passes, ok := e.above(h, inode)
			if !ok {
				break
			}
			if h = up; !passes {
				holders[inode] = h
			}
		}
	}
}

// elders climbs from holders to their parents, and remembers those.
type elders struct {
	family  *family
	holders map[uint64]holder
	known   map[int]elder             // by their children
	open    map[int]map[uint64]holder // which of the holders' sockets processes have open, under whatever number
}

// An elder is the parent of a process, where sockets that both have open are the parent's, otherwise 0.
type elder struct {
	pid    int
	alike  bool // both go by one name
	passes bool // it only passes on what it has got itself
}

// above returns the parent as a holder and whether it only passes the socket on, and false where it has not got it.
func (e *elders) above(h holder, inode uint64) (above holder, passes, ok bool) {
	up, known := e.known[h.pid]
	if !known {
		up = e.family.elder(h.pid)
		e.known[h.pid] = up
	}
	if up.pid == 0 {
		return holder{}, false, false
	}
	if same := (holder{up.pid, h.fd}); same.holds(inode) { // a child inherits open files under their numbers
		return same, up.passes, true
	}
	if !up.alike {
		return holder{}, false, false
	}
	open, known := e.open[up.pid]
	if !known {
		open = e.openIn(up.pid)
		e.open[up.pid] = open
	}
	above, ok = open[inode] // what is handed on may get another number
	return above, up.passes, ok
}

// openIn returns which of the sockets a process has open, as far as it is one that probably listens.
func (e *elders) openIn(pid int) map[uint64]holder {
	w := walk{wanted: make(map[uint64]uint32, len(e.holders)), found: map[uint64]holder{}, read: map[int]int{}, refused: map[uint32]bool{}}
	for inode := range e.holders {
		w.wanted[inode] = 0
	}
	w.process(pid, many)
	return w.found
}

// elder returns the elder of a process. What goes by another name than its parent is what a server has started, while the
// server's sockets are not closed there yet, or where they never are; then it is of the server's session. Shells and
// script runners open no sockets for others but may have inherited them; supervisors do open them. A container is behind
// the helper that its engine has started, not behind the engine.
func (f *family) elder(pid int) elder {
	self, ok := f.member(pid)
	if !ok || self.parent <= 1 || slices.Contains(forwarders, self.name) {
		return elder{}
	}
	above, ok := f.member(self.parent)
	switch {
	case !ok, slices.Contains(supervisors, above.name):
		return elder{}
	case above.name == self.name:
		return elder{self.parent, true, isShell(above.name)}
	case above.session != self.session:
		return elder{}
	}
	return elder{self.parent, false, isShell(above.name) || slices.Contains(runners, above.name)}
}
