// Package claim holds the words of Portclash: endpoints, what files claim of them, and when two of them overlap.
package claim

import (
	"slices"
	"strings"
)

// A Role says what a file wants with an endpoint.
type Role uint8

const (
	// Bind is where following the file makes something listen there.
	Bind Role = iota
	// Connect is where following the file makes something go there.
	Connect
)

// String returns the role as the outputs spell it: "bind" or "connect".
func (r Role) String() string {
	if r == Connect {
		return "connect"
	}
	return "bind"
}

// A Scope says whose port space an endpoint is in. Only Host is ever compared with the live machine.
type Scope uint8

const (
	// Host is the machine that follows the file.
	Host Scope = iota
	// Container is the inside of a container.
	Container
	// Cluster is the inside of a cluster.
	Cluster
	// CI is a machine of a continuous integration service.
	CI
	// Sample is a template or an example that nothing reads as it is.
	Sample
	// Remote is another machine, known by its name.
	Remote
)

// String returns the scope as the outputs spell it.
func (s Scope) String() string {
	return [...]string{"host", "container", "cluster", "ci", "sample", "remote"}[s]
}

// A Span is a half-open range of byte offsets in a text.
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// In returns the part of text that s covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Touches reports whether s and o share a byte or meet at an end.
func (s Span) Touches(o Span) bool { return s.Start <= o.End && o.Start <= s.End }

// An Edit replaces the bytes of a span.
type Edit struct {
	Span Span
	New  string
}

// A Claim is one endpoint written in one file.
type Claim struct {
	Endpoint

	Role  Role
	Scope Scope

	// Span is the endpoint as written, host and all; Digits, inside it, those of the port, or of a range
	// from its first to its last. Both are byte offsets in the file. An open claim has empty Digits.
	Span, Digits Span

	// Key is the path to the setting: services.web.ports[0], scripts.dev, PORT.
	Key string
	// Group is what the claim is part of, by its name in the file: a compose service, a script. It may be empty.
	Group string
	// Head is where the group is named in the file, a service's key or a script's, on one line; empty where the reader
	// does not tell.
	Head Span
	// Together names what starts this claim's group along with others, so that their binds must not overlap:
	// equal names in one folder start together. Empty means that nothing is known of it.
	Together string
	// Profiles are the alternatives under which the group is started at all; none means always. Those of a note, see
	// [Claim.Note], count for what the other files of its folder say of the group.
	Profiles []string
	// Sharers are the further groups of the file that have this very claim as well, under the same profiles: by a YAML
	// anchor, or because they extend the group.
	Sharers []string
	// Called are the further names by which other containers of the project reach the group, which an open claim says.
	Called []string
	// Partings are how the sharers, and where the group has the claim from elsewhere itself, it too, get ports of their own
	// instead; empty for a group where no edit is known.
	Partings []Parting
	// Copies is how many of the group are started beside each other, each of which wants the port; 0 where it is one.
	Copies int
	// Override is the edit by which the ports that the group publishes in this file replace those that it publishes in
	// the file below (compose.yaml below compose.override.yaml), and are not added to them. It is nil where they do
	// already, and where no file is below.
	Override *Edit
	// Replaces is set on an open claim which says that the ports the group publishes in this file replace those that it
	// publishes in the files below. Where the file by its name has one below its Layer is above 0; others may be read over
	// some, see [Command.Over].
	Replaces bool

	// Mounts are the files and folders, by slash-separated paths from the file's own folder, which an open claim says
	// are put into a container as the configuration of what runs there.
	Mounts []string

	// Decides is set beside Mounts where what runs in the container listens where these files say, and nowhere else.
	Decides bool

	// Inside is the container that the claim is in or that the port it publishes leads to, by the name of the group whose
	// localhost it has; empty where that is not known, and for what a check of the container itself goes to.
	Inside string
	// TellsInside is set on an open claim by which the container of its group is the one that Inside says, whatever other
	// files say of that.
	TellsInside bool
	// Loads are the files, by slash-separated paths from the file's own folder, whose variables an open claim says are
	// given to the container.
	Loads []string
	// Given are the variables that an open claim says the container is given otherwise, whatever the files that it loads
	// say of them.
	Given []string
	// Recipe is the file, by its slash-separated path from the file's own folder, which an open claim says the container
	// is built by and started as (a Dockerfile).
	Recipe string

	// Starts are what an open claim says is started along with the rest of its Together, or, where it has none, by the
	// command that is its Group.
	Starts []Command
	// Named are the services that an open claim says a command of the file starts by their names, or, where the Group is
	// empty, all of their file, whatever is started beside them. Files are the names of files, wherever they lie around the
	// file that has the command.
	Named []Command
	// Extends is the service whose published ports an open claim says its own group has as well, nil for none.
	Extends *Command
	// Package is the name by which other files of the workspace call the package that the claim's file is about; it may be
	// empty.
	Package string
	// Members are the folders of the packages that an open claim says make up one workspace, as slash-separated patterns
	// from the file's own folder. ** is any folders, and a ! before a pattern takes out what fits it.
	Members []string

	// Unsure is set where the reader goes by a name alone, in a file that no format knows. Such a claim is shown, and
	// moves along, but raises no alarm.
	Unsure bool

	// Default is the host that the program takes where none is written, and empty where that is not known.
	Default string
	// V6Only is set where a bind to an IPv6 wildcard leaves IPv4 alone.
	V6Only bool
	// AnyOf is set on a range of which only one port is taken.
	AnyOf bool

	// Variable is the name of the environment variable that supplies the number where it is set; the digits are
	// then what stands in for it. A claim whose file has only the variable is open: see Open.
	Variable string
	// Assigns is the name of the variable that the claim's text is the value of (PORT=3000 in an environment
	// file), for the claims of other files in the same folder that name it as their Variable.
	Assigns string
	// Latent is set on a number that may be any number by the name of the variable that it is the value of: it is a port
	// where a claim of the same folder has it as its Variable. Until that is known the claim is a note, whose Span is the
	// number.
	Latent bool

	// Layer orders the files of a folder that give one setting its value, .env and .env.local: of the claims with one Key
	// the one of the highest layer holds. It is 0 where there are no layers.
	Layer int

	// Fault is why the format itself refuses the ports (ranges of unequal length), empty where it does not.
	Fault string
	// Mend is the edit that makes ports with a Fault such as the format takes, nil where none is known.
	Mend *Edit

	// About is what the file says of the program behind the port (an image, a command); it may be empty.
	About string
	// Servers are the names, as patterns of path.Match, of the processes and containers that hold the port where this very
	// file is followed, without a folder of the workspace to show for it: the server whose configuration the file is, a
	// cluster's nodes, or Editor. They are in lower case, a process's without a version. It is nil where following the
	// file starts something in the workspace.
	Servers []string
	// CommandLine is the command line in the file by which the container's program is told the port, empty where it is told
	// otherwise.
	CommandLine Span
	// Announces is set on a bind inside of a container that only tells others where its program listens, people or a proxy,
	// and has it listen nowhere (what an image exposes, labels).
	Announces bool
	// Probes is set on where a container's health check goes, which is run inside of the container.
	Probes bool
	// Tested is set on the address of what a test run starts, or expects to be started, and goes to.
	Tested bool
	// Guarded is set where the program itself refuses whoever comes from another machine, whatever address it binds.
	Guarded bool
	// Target is the port inside a container that a published port leads to, 0 where it leads to none.
	Target int
	// TargetSpan is where that port is written, in bytes; empty where it is not.
	TargetSpan Span
	// PastFirewall is set where what publishes the port opens it in the system's packet filter before the rules of a
	// firewall such as ufw are asked, as Docker does (docs.docker.com/engine/network/packet-filtering-firewalls).
	PastFirewall bool
	// Narrow is the edit that keeps the bind to this machine, nil where the format has none.
	Narrow *Edit
	// Quote is the edit that puts quotes around a mapping of ports that some readers of the file take for one number
	// without them, nil where all read it as it is meant.
	Quote *Edit

	// Also are the further ports of this machine that the program behind a bind opens without any file saying so.
	Also []Companion

	// Format is the name of the format that the file was read as.
	Format string
}

// A Command is what a file has others start by a name: a script, a service, or all of them.
type Command struct {
	// Files are the files that have it, by slash-separated paths from the folder of the file that names them, the last
	// parts of which may be patterns of path.Match. Of several the first counts that is there.
	Files []string
	// Packages are the names of the packages whose files have it, as patterns of path.Match, see [Claim.Package]. Where
	// one is there, Files do not count.
	Packages []string
	// Members is set where all packages have it that make up the workspace of the folder, see [Claim.Members].
	Members bool
	// Over are the files, by such paths, that the command's one is read over: what it says of a group's ports may replace
	// what they say.
	Over []string
	// Group is what the files call it, see [Claim.Group], or a pattern of what they do, see [Command.Means]; empty for all
	// that they start together.
	Group string
}

// Means reports whether a group is one that the command's Group is the pattern of: * is anything between two colons, and
// ** anything.
func (c Command) Means(group string) bool {
	before, after, any := strings.Cut(c.Group, "**")
	if any {
		return len(group) > len(before)+len(after) && strings.HasPrefix(group, before) && strings.HasSuffix(group, after)
	}
	pattern, parts := strings.Split(c.Group, ":"), strings.Split(group, ":")
	return len(pattern) == len(parts) && !slices.ContainsFunc(pattern, func(p string) bool {
		part := parts[0]
		parts = parts[1:]
		before, after, any := strings.Cut(p, "*")
		if !any {
			return p != part
		}
		return len(part) < len(before)+len(after) || !strings.HasPrefix(part, before) || !strings.HasSuffix(part, after)
	})
}

// A Parting is how a group that has the ports of another one gets ports of its own.
type Parting struct {
	Group string
	// Own is the edit by which the group says the ports itself, with the numbers that they have.
	Own Edit
	// Numbers are where in the new text the numbers stand that must be others then.
	Numbers []Span
}

// A Companion is a port that a program opens beside the one it is told.
type Companion struct {
	Port int
	// Use is what the program needs it for: "the inspector".
	Use string
}

// Editor stands in Servers for the processes of the editor, whatever they are called.
const Editor = "editor"

// Open reports whether the file leaves the number to a variable and has none itself, or says something else of the
// claim's group that matters to its ports. An open claim tells how a number found elsewhere is used; it is no endpoint
// yet.
func (c Claim) Open() bool { return c.Digits.Len() == 0 }

// Note reports whether the claim has no endpoint at all, not even one that a variable supplies: it says something of its
// group that matters to what other files claim.
func (c Claim) Note() bool { return c.Open() && c.Variable == "" }

// Reach returns the local addresses that the claim is about: its host's, or without a host those of the
// program's default, or, when that is not known either, the loopback addresses, because whatever the program
// takes, it takes or shadows those. It is empty when the host is another machine's.
func (c Claim) Reach() Reach {
	host := c.Host
	if host == "" {
		host = c.Default
	}
	if host == "" {
		host = "localhost"
	}
	r := ReachOf(host)
	if c.V6Only {
		r.V4 = noAddr
	}
	return r
}
