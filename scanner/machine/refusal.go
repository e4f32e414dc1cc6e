package machine

import (
	"fmt"
	"slices"
	"strings"
)

// A Reason is why a listener's owner is not stopped.
type Reason uint8

const (
	// Unknown is an owner that the machine does not tell.
	Unknown Reason = iota
	// Changed is that the port has gone to another owner than the one that was to be stopped.
	Changed
	// Init is the process that all others depend on.
	Init
	// Itself is Portclash, what it runs under, and the container that it runs in.
	Itself
	// Editor is the editor, and what it runs for itself.
	Editor
	// Engine is a container engine, or a helper through which it publishes ports for a container that is not told.
	Engine
	// Foreign is another user's.
	Foreign
	// System is a part of the operating system.
	System
	// Managed is a service of the system, which would start it again.
	Managed
	// ByForce is what ends only in a way that loses what it has not saved.
	ByForce
)

// A Refusal is that a listener's owner is not stopped, and why, in a sentence without a full stop that says as well
// how a person does it where there is a way.
type Refusal struct {
	Reason Reason
	Words  string
}

// Error returns the sentence.
func (r *Refusal) Error() string { return r.Words }

func refuse(reason Reason, format string, a ...any) *Refusal {
	return &Refusal{reason, fmt.Sprintf(format, a...)}
}

// Refusal returns why the listener's owner would not be stopped, as far as a picture with these facts tells, nil where
// nothing is against it. [Machine.Stop] knows of more reasons.
func (l Listener) Refusal(f Facts) *Refusal {
	o := l.Owner
	switch {
	case l.Pending || o.Hidden():
		return l.refuseHidden(f)
	case o.Container != nil:
		return nil // its engine says whether this user may
	case o.PID == 1:
		return refuse(Init, "init (pid 1) is never stopped")
	case o.Stale:
		return refuse(Engine, "%s is a Docker helper without a running container: restarting Docker frees the port", o.named())
	case o.Forwards():
		return refuse(Engine, "%s passes connections on for a container engine or a virtual machine: stop what is behind it", o.named())
	case o.isEngine():
		return refuse(Engine, "%s runs containers or virtual machines: stop what runs in it, or it by its own means", o.named())
	case o.Title == airPlay:
		return refuse(System, "%s is a part of macOS: it is switched off in System Settings, General, AirDrop & Handoff", airPlay)
	case f.OS == "windows" && o.PID == 4:
		return refuse(System, "%s is Windows itself, for some service of it: netsh http show servicestate tells which", o.named())
	case o.IsEditor():
		return refuse(Editor, "%s (pid %d) is an editor's own process: what it does is ended in the editor", o.Name, o.PID)
	case f.User != "" && o.User == "":
		return refuse(Unknown, "the machine does not tell whose process %s is", o.named())
	case f.User != "" && !strings.EqualFold(o.User, f.User):
		return refuse(Foreign, "%s is another user's process (%s)", o.named(), o.User)
	case o.Service != nil:
		return refuse(Managed, "%s belongs to the service %s, which may start it again: %s", o.named(), o.Service, o.Service.howToStop(f))
	}
	return nil
}

func (l Listener) refuseHidden(f Facts) *Refusal {
	o, at := l.Owner, l.Endpoint()
	switch {
	case o != nil && o.Service != nil:
		return refuse(Managed, "%s is held by the service %s: %s", at, o.Service, o.Service.howToStop(f))
	case o != nil && o.User != "" && !strings.EqualFold(o.User, f.User):
		return refuse(Foreign, "%s is held by another user's process (%s)", at, o.User)
	}
	return refuse(Unknown, "the machine does not tell who holds %s", at)
}

// howToStop returns how a person stops a service.
func (s *Service) howToStop(f Facts) string {
	switch s.Manager {
	case "systemd":
		return "sudo systemctl stop " + s.Name + " stops it"
	case "systemd --user":
		return "systemctl --user stop " + s.Name + " stops it"
	case "snap":
		return "sudo snap stop " + s.Name + " stops it"
	case "brew services":
		return "brew services stop " + s.Name + " stops it"
	case "launchd":
		if f.User == "root" {
			return "sudo launchctl bootout system/" + s.Name + " stops it"
		}
		return "launchctl bootout gui/$(id -u)/" + s.Name + " stops it"
	}
	return s.Manager + " stops it"
}

// named returns the owner as a sentence about it begins.
func (o *Owner) named() string {
	if o.PID == 0 {
		return o.Called()
	}
	return fmt.Sprintf("%s (pid %d)", o.Called(), o.PID)
}

// isEngine reports whether the process runs containers or virtual machines, which would end with it.
func (o *Owner) isEngine() bool {
	program := strings.ToLower(strings.TrimSuffix(o.Name, ".exe"))
	return slices.Contains(engineNames, program) || strings.HasPrefix(program, "containerd-shim") || strings.HasPrefix(program, "qemu-system")
}

var engineNames = []string{
	"dockerd", "containerd", "docker desktop", "com.docker.vmnetd", "com.docker.virtualization", "podman", "runc", "crun",
	"buildkitd", "crio", "kubelet", "k3s", "k3s-server", "k0s", "vmmem", "vmmemwsl", "wslservice",
}
