package machine

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// An Owner is the process behind a listener. What the machine will not tell is empty, never guessed.
// It is never changed, and one process has one Owner for as long as it listens as the same program in the same place.
type Owner struct {
	// PID is 0 where the machine tells something of the owner, but not which process it is: see Hidden.
	PID int
	// Name is the process's name as the operating system has it: "node".
	Name string
	// Title is what a person calls the process where that is not its name: "next dev", "manage.py runserver",
	// "AirPlay Receiver".
	Title string
	// Runner is the script runner that started the process, as it was called: "npm run dev". It may be empty.
	Runner  string
	Command string // the command line, arguments separated by spaces
	// Dir is the working directory, with slashes and symbolic links resolved. It is empty as well where the process
	// sees other folders than we do (a container) or has lost its own.
	Dir  string
	User string
	// Started is when the process started, on Linux to the hundredth of a second.
	Started time.Time
	// Service is the system's service that the process is of, nil where none is known.
	Service *Service
	// Project is the git work tree that Dir is in, nil where it is in none.
	Project *Project
	// Ancestors are the working directories, as Dir, of the parent, its parent and so on, up to the session's shell
	// and short of what Portclash runs under as well: being started by one editor or test runner makes no kinship.
	Ancestors []string
	// Container is what the process passes connections on to, or what it runs in beside this machine's own network;
	// nil where that is no container, or where its engine cannot be asked. An owner that has a container may have no
	// PID, as the engine tells of ports whose process is another user's.
	Container *Container
	// Stale is set on a container engine's helper that was left behind: it holds the port, and the engine knows of no
	// running container behind it.
	Stale bool

	args    []string // the command line
	cgroup  string   // the path of the process's control group, empty elsewhere than on Linux
	start   uint64   // with PID the identity of the process
	imprint imprint  // from before all else was read, empty elsewhere than on Linux
}

// An imprint is what a process shows of the program it runs and of where it is. It differs after the process has
// replaced itself by another program (exec) or gone to another folder.
type imprint struct{ exe, dir, command string }

// Forwards reports whether the process only passes connections on, so that the program a person means is behind
// it: a container's, another machine's. A nil owner does not, as far as anybody knows.
func (o *Owner) Forwards() bool {
	if o == nil {
		return false
	}
	name := strings.ToLower(strings.TrimSuffix(o.Name, ".exe"))
	return slices.Contains(forwarders, name)
}

// forwarders are the helpers through which container engines and virtual machines publish ports.
var forwarders = []string{
	"docker-proxy", "com.docker.backend", "com.docke", "vpnkit", "vpnkit-bridge", "rootlessport", "rootlesskit",
	"slirp4netns", "pasta", "pasta.avx2", "gvproxy", "conmon", "orbstack", "orbstack helper", "limactl", "colima",
	"wslrelay", "wslhost",
}

// Called returns what a person calls the process: its title, or else its name.
func (o *Owner) Called() string {
	switch {
	case o.Title != "":
		return o.Title
	case o.Name != "":
		return o.Name
	}
	return "a process"
}

// Hidden reports whether the machine will not tell which process it is, nor which container.
func (o *Owner) Hidden() bool { return o == nil || o.PID == 0 && o.Container == nil }

// Is reports whether two owners are certainly one: the same process, or helpers of the same container.
func (o *Owner) Is(p *Owner) bool {
	switch {
	case o.Hidden() || p.Hidden():
		return false
	case o.Container != nil || p.Container != nil:
		return o.Container != nil && p.Container != nil && o.Container.ID == p.Container.ID
	}
	return o.PID == p.PID && o.start == p.start
}

// owners finds out about the processes behind sockets, and remembers them while they own one.
type owners struct {
	known map[identity]*Owner
	// above are the ancestors of this process.
	above []int
}

func newOwners(self int) *owners {
	return &owners{known: map[identity]*Owner{}, above: lineage(self)}
}

// find returns the owners of the numbered processes. One that is not there any more, or that ctx left no time
// for, is missing. What was asked about one that ended meanwhile may be of another process that has got its number; still
// reports, at the end, whether that one is there.
func (o *owners) find(ctx context.Context, pids []int, family *family, still func(identity) bool) map[int]*Owner {
	found := map[int]*Owner{}
	asked := map[int]bool{0: true}
	var fresh []identity
	for _, pid := range pids {
		if asked[pid] {
			continue
		}
		asked[pid] = true
		id, ok := family.identify(pid)
		if !ok {
			continue
		}
		if owner := o.known[id]; owner != nil {
			found[pid] = owner
		} else {
			fresh = append(fresh, id)
		}
	}
	for id, owner := range ask(ctx, fresh, family) {
		if still(id) {
			found[id.pid], o.known[id] = owner, owner
		}
	}
	return found
}

// forget has a process asked about anew.
func (o *owners) forget(pid int) {
	maps.DeleteFunc(o.known, func(id identity, _ *Owner) bool { return id.pid == pid })
}

// retain forgets all but the owners of listeners.
func (o *owners) retain(ls []Listener) {
	alive := make(map[*Owner]bool, len(o.known))
	for _, l := range ls {
		alive[l.Owner] = true
	}
	maps.DeleteFunc(o.known, func(_ identity, owner *Owner) bool { return !alive[owner] })
}

// runs reports whether the process is still there.
func (id identity) runs() bool {
	now, ok := identify(id.pid)
	return ok && now == id
}

// ask finds out about processes.
func ask(ctx context.Context, ids []identity, family *family) map[identity]*Owner {
	found := map[identity]*Owner{}
	if len(ids) == 0 {
		return found
	}
	kin := make(map[int][]int, len(ids))
	imprints := make([]imprint, len(ids))
	pids := make([]int, len(ids))
	for i, id := range ids {
		imprints[i], pids[i] = imprintOf(id.pid), id.pid
		kin[id.pid] = family.kinOf(id.pid)
	}
	places := findPlaces(ctx, pids, kin, imprints)
	services := services(ctx)
	owners := make([]*Owner, 0, len(ids))
	for i, id := range ids {
		if ctx.Err() != nil {
			break
		}
		self, _ := family.member(id.pid)
		owner := describe(ctx, id.pid, self, imprints[i])
		owner.start = id.start
		if s := services[id.pid]; s != nil {
			owner.Service = s
		}
		owner.Title = title(owner.Name, owner.args)
		owner.Runner = family.runnerOf(id.pid)
		owners = append(owners, owner)
	}
	where := places()
	if ctx.Err() != nil {
		return found // what is missing now may be there at the next look
	}
	for i, owner := range owners {
		owner.Dir, owner.Project = where.dirs[owner.PID], where.projects[owner.PID]
		for _, pid := range kin[owner.PID] {
			if dir := where.dirs[pid]; dir != "" && !slices.Contains(owner.Ancestors, dir) {
				owner.Ancestors = append(owner.Ancestors, dir)
			}
		}
		found[ids[i]] = owner
	}
	return found
}
