package check_test

import (
	"net/netip"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// A group runs when a program of the workspace's own listens where it binds, unless that says itself that it is another
// group's. Where that cannot be told, nothing is said.
func TestRunning(t *testing.T) {
	groups := []string{"dev", "start", "db"}
	script := claim.Claim{Endpoint: claim.Endpoint{Port: 3000, EndPort: 3000}, Group: "dev"}
	service := claim.Claim{Endpoint: claim.Endpoint{Host: "0.0.0.0", Port: 3000, EndPort: 3000}, Group: "db", Target: 80}
	process := func(runner string) *machine.Owner {
		return &machine.Owner{PID: 7, Name: "node", Dir: "/w", Runner: runner}
	}
	container := func(service, folder string) *machine.Owner {
		return &machine.Owner{PID: 8, Name: "docker-proxy", Container: &machine.Container{ID: "1", Service: service, Folder: folder}}
	}
	for name, tc := range map[string]struct {
		c       claim.Claim
		owner   *machine.Owner
		pending bool
		miss    bool
		silent  bool // nobody listens
		running bool
		known   bool
	}{
		"nobody listens":                    {c: script, silent: true, known: true},
		"nobody was seen":                   {c: script, silent: true, miss: true},
		"no word of a runner":               {c: script, owner: process(""), running: true, known: true},
		"started as the script":             {c: script, owner: process("npm run dev"), running: true, known: true},
		"started as another script":         {c: script, owner: process("pnpm start"), known: true},
		"started by what is no script here": {c: script, owner: process("make up"), running: true, known: true},
		"a foreign program":                 {c: script, owner: &machine.Owner{PID: 9, Name: "java", Dir: "/other"}, known: true},
		"another user's":                    {c: script},
		"not yet known whose":               {c: script, pending: true},
		"a container in a script's place":   {c: script, owner: container("db", "/w"), known: true},
		"the service's container":           {c: service, owner: container("db", "/w"), running: true, known: true},
		"another service's":                 {c: service, owner: container("web", "/w"), known: true},
		"a container of no service":         {c: service, owner: container("", "/w"), running: true, known: true},
		"a container of another folder":     {c: service, owner: container("db", "/other"), known: true},
		"a program in a container's place":  {c: service, owner: process(""), known: true},
		"a helper for nobody knows what":    {c: service, owner: &machine.Owner{PID: 8, Name: "docker-proxy"}},
	} {
		t.Run(name, func(t *testing.T) {
			picture := &machine.Picture{MayMiss: tc.miss}
			if !tc.silent {
				picture.Listeners = []machine.Listener{{Addr: netip.IPv4Unspecified(), Port: 3000, Owner: tc.owner, Pending: tc.pending}}
			}
			found, known := check.NewWorld([]string{"/w"}, nil, picture).Running(tc.c, groups)
			if len(found) > 0 != tc.running || known != tc.known {
				t.Errorf("running %t, known %t; want %t, %t", len(found) > 0, known, tc.running, tc.known)
			}
		})
	}
	if _, known := check.NewWorld(nil, nil, nil).Running(script, groups); known {
		t.Error("known without a look at the machine")
	}
}
