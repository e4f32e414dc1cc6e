package check_test

import (
	"testing"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// Whose a process is goes by its folder, and how it is told by what a person knows it as.
func TestOwners(t *testing.T) {
	const root = workspaceFolder
	w := check.NewWorld([]string{root}, nil, &machine.Picture{Facts: machine.Facts{Home: "/home/me", User: "me"}})
	for _, tt := range []struct {
		name  string
		owner *machine.Owner
		ours  bool
		told  string
	}{
		{
			"of this project",
			&machine.Owner{PID: 7, Name: "node", Title: "vite", Dir: root + "/web", Project: &machine.Project{Folder: root, Branch: "main"}},
			true, "vite (pid 7, ~/project/web)",
		},
		{
			"of another project",
			&machine.Owner{PID: 7, Name: "node", Title: "vite", Dir: "/home/me/shop/web", Project: &machine.Project{Folder: "/home/me/shop", Branch: "main"}},
			false, "vite (pid 7, ~/shop/web, branch main)",
		},
		{
			"of another worktree of this repository",
			&machine.Owner{PID: 7, Name: "node", Dir: "/home/me/project-fix", Project: &machine.Project{Folder: "/home/me/project-fix", Branch: "fix", WorktreeOf: root}},
			false, "node (pid 7, ~/project-fix, branch fix, another worktree of ~/project)",
		},
		{
			"of a worktree inside of the workspace, started from a shell in it",
			&machine.Owner{PID: 7, Name: "node", Dir: root + "/.trees/fix", Ancestors: []string{root}, Project: &machine.Project{Folder: root + "/.trees/fix", WorktreeOf: root}},
			false, "node (pid 7, ~/project/.trees/fix, another worktree of ~/project)",
		},
		{
			"of a submodule",
			&machine.Owner{PID: 7, Name: "node", Dir: root + "/lib", Project: &machine.Project{Folder: root + "/lib"}},
			true, "node (pid 7, ~/project/lib)",
		},
		{
			"a service",
			&machine.Owner{PID: 7, Name: "postgres", Dir: "/var/lib/postgresql", Service: &machine.Service{Manager: "systemd", Name: "postgresql.service"}},
			false, "postgres (pid 7, postgresql.service, /var/lib/postgresql)",
		},
		{
			"a container that nobody gave a name",
			&machine.Owner{PID: 7, Container: &machine.Container{ID: "0123456789abcdef", Image: "postgres:17"}},
			false, "container 0123456789ab (postgres:17)",
		},
		{"a container of which only the name is known", &machine.Owner{PID: 7, Container: &machine.Container{Name: "db"}}, false, "container db"},
		{
			"of a compose project that is called as its folder",
			&machine.Owner{PID: 7, Container: &machine.Container{Name: "db", Project: "shop", Folder: "/home/me/shop"}},
			false, "container db (compose project ~/shop)",
		},
		{
			"of a compose project with another name",
			&machine.Owner{PID: 7, Container: &machine.Container{Name: "db", Project: "store", Folder: "/home/me/shop"}},
			false, "container db (compose project store in ~/shop)",
		},
		{
			"of a compose project in no known folder",
			&machine.Owner{PID: 7, Container: &machine.Container{Name: "db", Image: "postgres:17", Project: "store"}},
			false, "container db (postgres:17, compose project store)",
		},
		{
			"a dev container of this project",
			&machine.Owner{PID: 7, Container: &machine.Container{Name: "dev", Folder: root}},
			true, "container dev (dev container of ~/project)",
		},
		{"unknown", nil, false, "another user's process"},
		{"only its user is known", &machine.Owner{User: "root"}, false, "another user's process (root)"},
		{"this user's, and closed", &machine.Owner{User: "me"}, false, "a process that may not be looked into"},
		{
			"only its service is known",
			&machine.Owner{User: "root", Service: &machine.Service{Manager: "snap", Name: "caddy.server"}},
			false, "snap caddy.server, another user's process",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := w.Ours(tt.owner); got != tt.ours {
				t.Errorf("ours: %v, want %v", got, tt.ours)
			}
			if got := w.Describe(tt.owner); got != tt.told {
				t.Errorf("told as %q, want %q", got, tt.told)
			}
		})
	}
	inTree := check.NewWorld([]string{root + "/.trees/fix/web"}, nil, nil)
	if !inTree.Ours(&machine.Owner{PID: 7, Dir: root + "/.trees/fix/web", Project: &machine.Project{Folder: root + "/.trees/fix", WorktreeOf: root}}) {
		t.Error("a process of the worktree that is open is not ours")
	}
}
