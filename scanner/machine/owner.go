package machine

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v3/process"
)

// An Owner is the process behind a listener. What the machine will not tell is empty, never guessed.
// It is never changed, and one process has one Owner for as long as it listens.
type Owner struct {
	PID     int
	Name    string
	Command string // the command line, arguments separated by spaces
	// Dir is the working directory, with slashes and symbolic links resolved. It is empty as well where the process
	// sees other folders than we do (a container) or has lost its own.
	Dir  string
	User string
	// Started is when the process started, to the second.
	Started time.Time
	// Ancestors are the working directories, as Dir, of the parent, its parent and so on, up to the session's shell
	// and short of what Portclash runs under as well: being started by one editor or test runner makes no kinship.
	Ancestors []string
}

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

// owners finds the processes behind sockets, and remembers them while they own one.
type owners struct {
	known map[identity]*Owner
	// above are the ancestors of this process.
	above []int
}

func newOwners(self int) owners { return owners{above: lineage(self)} }

// find returns the owners of the numbered processes. One that is not there any more, or that ctx left no time
// for, is missing.
func (o *owners) find(ctx context.Context, pids []int) map[int]*Owner {
	known := map[identity]*Owner{}
	found := map[int]*Owner{}
	var fresh []identity
	for _, pid := range pids {
		if _, done := found[pid]; done || pid == 0 {
			continue
		}
		id, ok := identify(pid)
		if !ok {
			continue
		}
		found[pid] = o.known[id]
		if found[pid] == nil {
			fresh = append(fresh, id)
			continue
		}
		known[id] = found[pid]
	}
	for id, owner := range o.ask(ctx, fresh) {
		found[id.pid], known[id] = owner, owner
	}
	o.known = known
	return found
}

// ask finds out about processes. Those that ended meanwhile are missing: what was read may be of another one
// that has got the number.
func (o *owners) ask(ctx context.Context, ids []identity) map[identity]*Owner {
	ancestors := map[int][]int{}
	var all []int
	for _, id := range ids {
		ancestors[id.pid] = o.kinOf(id.pid)
		all = append(append(all, id.pid), ancestors[id.pid]...)
	}
	slices.Sort(all)
	dirs := workingDirs(ctx, slices.Compact(all))

	found := map[identity]*Owner{}
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		owner := describe(ctx, id.pid)
		owner.Dir = dirs[id.pid]
		for _, pid := range ancestors[id.pid] {
			if dir := dirs[pid]; dir != "" && !slices.Contains(owner.Ancestors, dir) {
				owner.Ancestors = append(owner.Ancestors, dir)
			}
		}
		if again, ok := identify(id.pid); ok && again == id {
			found[id] = owner
		}
	}
	return found
}

// describe leaves out whatever the operating system refuses: another user's process has often no more than a name.
func describe(ctx context.Context, pid int) *Owner {
	p := &process.Process{Pid: int32(pid)}
	owner := &Owner{PID: pid}
	owner.Name, _ = p.NameWithContext(ctx)
	owner.User, _ = p.UsernameWithContext(ctx)
	command, _ := p.CmdlineWithContext(ctx)
	owner.Command = strings.TrimSpace(command)
	if ms, err := p.CreateTimeWithContext(ctx); err == nil && ms > 0 {
		owner.Started = time.UnixMilli(ms)
	}
	return owner
}
