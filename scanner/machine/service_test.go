package machine

import "testing"

func TestServiceOf(t *testing.T) {
	for cgroup, want := range map[string]string{
		"/system.slice/postgresql@15-main.service":                                        "postgresql@15-main.service",
		"/system.slice/system-postgresql.slice/postgresql@15-main.service":                "postgresql@15-main.service",
		`/system.slice/my\x2dapp.service`:                                                 "my-app.service",
		"/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service":       "syncthing.service",
		"/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.kde.x@1.service": "",
		"/user.slice/user-1000.slice/user@1000.service/init.scope":                        "",
		"/user.slice/user-1000.slice/user@1000.service":                                   "",
		"/user.slice/user-1000.slice/session-3.scope":                                     "",
		"/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1c.scope":      "",
		"/system.slice/docker-3f2a.scope":                                                 "",
		"/system.slice/snap.caddy.server.service":                                         "snap caddy.server",
		"/user.slice/user-1000.slice/user@1000.service/snap.code.code-1c2d.scope":         "",
		"/":   "",
		"":    "",
		"/a/": "",
	} {
		got := ""
		if s := serviceOf(cgroup); s != nil {
			got = s.String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", cgroup, got, want)
		}
	}
	if s := serviceOf("/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service"); s.Manager != "systemd --user" {
		t.Errorf("the user's own service is of %q", s.Manager)
	}
}
