package machine

import (
	"net/netip"
	"strings"
	"testing"
)

// What nobody should stop is refused in words that say what to do; everything else may be stopped.
func TestRefusal(t *testing.T) {
	mine := Facts{OS: "linux", User: "me"}
	for _, tt := range []struct {
		name  string
		owner *Owner
		facts Facts
		want  Reason
		words string // a part of them; empty where the owner may be stopped
	}{
		{"a server", &Owner{PID: 12, Name: "node", User: "me"}, mine, 0, ""},
		{"a container", &Owner{PID: 13, Name: "docker-proxy", User: "root", Container: &Container{ID: "aa"}}, mine, 0, ""},
		{"a container whose helper is not told", &Owner{Container: &Container{ID: "aa"}}, mine, 0, ""},
		{"init", &Owner{PID: 1, Name: "systemd", User: "me"}, mine, Init, "pid 1"},
		{"nobody knows", nil, mine, Unknown, "does not tell who holds 127.0.0.1:3000"},
		{"this user's, but hidden", &Owner{User: "me"}, mine, Unknown, "does not tell"},
		{"without a user", &Owner{PID: 12, Name: "node"}, mine, Unknown, "whose process node (pid 12) is"},
		{"root's", &Owner{PID: 14, Name: "sshd", User: "root"}, mine, Foreign, "sshd (pid 14) is another user's process (root)"},
		{"mine for root", &Owner{PID: 14, Name: "node", User: "me"}, Facts{User: "root"}, Foreign, "(me)"},
		{"root's and hidden", &Owner{User: "root"}, mine, Foreign, "(root)"},
		{"a helper", &Owner{PID: 15, Name: "docker-proxy", User: "me"}, mine, Engine, "stop what is behind it"},
		{"a helper left behind", &Owner{PID: 15, Name: "docker-proxy", User: "me", Stale: true}, mine, Engine, "restarting Docker frees the port"},
		{"Docker Desktop's", &Owner{PID: 16, Name: "com.docker.backend.exe", User: "me"}, mine, Engine, "stop what is behind it"},
		{"rootless", &Owner{PID: 17, Name: "rootlesskit", User: "me"}, mine, Engine, "stop what is behind it"},
		{"an engine", &Owner{PID: 18, Name: "dockerd", User: "me"}, mine, Engine, "runs containers"},
		{"a shim", &Owner{PID: 18, Name: "containerd-shim-runc-v2", User: "me"}, mine, Engine, "runs containers"},
		{"a virtual machine", &Owner{PID: 18, Name: "qemu-system-x86_64", User: "me"}, mine, Engine, "virtual machines"},
		{"an editor", &Owner{PID: 19, Name: "Code.exe", User: "me"}, mine, Editor, "an editor's own"},
		{"an editor's helper", &Owner{PID: 19, Name: "node", Title: "VS Code extension host", User: "me"}, mine, Editor, "an editor's own"},
		{"AirPlay", &Owner{PID: 20, Name: "ControlCenter", Title: "AirPlay Receiver", User: "me"}, Facts{OS: "darwin", User: "me"}, System, "System Settings"},
		{"Windows", &Owner{PID: 4, Name: "System", User: "NT AUTHORITY\\SYSTEM"}, Facts{OS: "windows", User: "me"}, System, "netsh"},
		{"Windows spells users in any case", &Owner{PID: 40, Name: "node.exe", User: "BOX\\Me"}, Facts{OS: "windows", User: "box\\me"}, 0, ""},
		{"a service", &Owner{PID: 21, Name: "redis", User: "me", Service: &Service{"systemd", "redis.service"}}, mine, Managed, "sudo systemctl stop redis.service"},
		{"a user's service", &Owner{PID: 21, Name: "x", User: "me", Service: &Service{"systemd --user", "x.service"}}, mine, Managed, "systemctl --user stop x.service"},
		{"a snap", &Owner{PID: 21, Name: "caddy", User: "me", Service: &Service{"snap", "caddy.server"}}, mine, Managed, "sudo snap stop caddy.server"},
		{"brew's", &Owner{PID: 21, Name: "redis", User: "me", Service: &Service{"brew services", "redis"}}, mine, Managed, "brew services stop redis"},
		{"launchd's", &Owner{PID: 21, Name: "x", User: "me", Service: &Service{"launchd", "org.x"}}, mine, Managed, "launchctl bootout gui/$(id -u)/org.x"},
		{"launchd's for root", &Owner{PID: 21, Name: "x", User: "root", Service: &Service{"launchd", "org.x"}}, Facts{User: "root"}, Managed, "launchctl bootout system/org.x"},
		{"a hidden service", &Owner{User: "postgres", Service: &Service{"systemd", "postgresql.service"}}, mine, Managed, "127.0.0.1:3000 is held by the service postgresql.service"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Listener{Addr: netip.MustParseAddr("127.0.0.1"), Port: 3000, Owner: tt.owner}
			r := l.Refusal(tt.facts)
			switch {
			case tt.words == "" && r == nil:
			case tt.words == "" || r == nil || r.Reason != tt.want || !strings.Contains(r.Error(), tt.words):
				t.Errorf("refusal %+v, want reason %d with %q", r, tt.want, tt.words)
			}
		})
	}
	pending := Listener{Addr: netip.MustParseAddr("::1"), Port: 3000, Pending: true, Owner: &Owner{PID: 12, Name: "node", User: "me"}}
	if r := pending.Refusal(mine); r == nil || r.Reason != Unknown {
		t.Errorf("refusal %+v of a listener that is being asked about", r)
	}
}

// Two owners are one only where that is certain.
func TestOwnerIs(t *testing.T) {
	node := &Owner{PID: 7, start: 3}
	for _, tt := range []struct {
		o, p *Owner
		want bool
	}{
		{node, &Owner{PID: 7, start: 3}, true},
		{node, &Owner{PID: 7, start: 4}, false},
		{node, nil, false},
		{nil, nil, false},
		{&Owner{User: "root"}, &Owner{User: "root"}, false},
		{&Owner{PID: 7, Container: &Container{ID: "a"}}, &Owner{PID: 8, Container: &Container{ID: "a"}}, true},
		{&Owner{PID: 7, Container: &Container{ID: "a"}}, &Owner{PID: 7, Container: &Container{ID: "b"}}, false},
		{&Owner{PID: 7, Container: &Container{ID: "a"}}, &Owner{PID: 7}, false},
	} {
		if got := tt.o.Is(tt.p); got != tt.want {
			t.Errorf("%+v is %+v: %v", tt.o, tt.p, got)
		}
	}
}
