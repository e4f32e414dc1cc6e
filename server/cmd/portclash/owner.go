package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// ownerJSON is an owner as the outputs print it; what is not known is absent.
type ownerJSON struct {
	PID       int            `json:"pid,omitempty"`
	Name      string         `json:"name,omitempty"`
	Title     string         `json:"title,omitempty"`
	Runner    string         `json:"runner,omitempty"`
	Command   string         `json:"command,omitempty"`
	Dir       string         `json:"cwd,omitempty"`
	User      string         `json:"user,omitempty"`
	Started   string         `json:"started,omitempty"`
	Container *containerJSON `json:"container,omitempty"`
	Stale     bool           `json:"stale,omitempty"`
	Service   string         `json:"service,omitempty"`
	Git       *gitJSON       `json:"git,omitempty"`
}

// gitJSON is the git work tree that an owner is in.
type gitJSON struct {
	Folder     string `json:"folder"`
	Branch     string `json:"branch,omitempty"`
	WorktreeOf string `json:"worktreeOf,omitempty"`
}

type containerJSON struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Image   string `json:"image,omitempty"`
	Project string `json:"project,omitempty"`
	Folder  string `json:"folder,omitempty"`
	Service string `json:"service,omitempty"`
}

func toOwner(o *machine.Owner) *ownerJSON {
	if o == nil {
		return nil
	}
	j := &ownerJSON{PID: o.PID, Name: o.Name, Title: o.Title, Runner: o.Runner, Command: o.Command, Dir: o.Dir, User: o.User, Stale: o.Stale}
	if o.Service != nil {
		j.Service = o.Service.String()
	}
	if p := o.Project; p != nil {
		j.Git = &gitJSON{p.Folder, p.Branch, p.WorktreeOf}
	}
	if !o.Started.IsZero() {
		j.Started = o.Started.Format(time.RFC3339)
	}
	if c := o.Container; c != nil {
		j.Container = &containerJSON{c.ID, c.Name, c.Image, c.Project, c.Folder, c.Service}
	}
	return j
}

// cells returns an owner as a row of a table for people has it: who, which process, and where it belongs.
func cells(p *paint, o *machine.Owner) []string {
	if o.Hidden() {
		if o != nil && o.Service != nil {
			return []string{p.bold(o.Service.String()), "", p.faint("of " + o.User)}
		}
		if o == nil || o.User == "" {
			return []string{p.faint("unknown"), "", ""}
		}
		return []string{p.faint("a process of " + o.User), "", ""}
	}
	pid := ""
	if o.PID != 0 {
		pid = strconv.Itoa(o.PID)
	}
	switch c := o.Container; {
	case c != nil && c.Folder != "":
		return []string{p.bold(check.CalledContainer(c)) + " (container)", pid, p.faint(c.Folder)}
	case c != nil:
		return []string{p.bold(check.CalledContainer(c)) + " (container)", pid, p.faint(c.Image)}
	case o.Stale:
		return []string{p.bold(o.Name), pid, p.faint("a Docker helper without a running container")}
	case o.Dir != "":
		return []string{p.bold(o.Called()), pid, p.faint(o.Dir)}
	}
	return []string{p.bold(o.Called()), pid, p.faint(firstLine(o.Command))}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
