package machine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFirewallIn(t *testing.T) {
	dir := t.TempDir()
	conf, groups := filepath.Join(dir, "ufw.conf"), []string{filepath.Join(dir, "none"), dir}
	for _, tt := range []struct {
		change func() error
		want   Firewall
	}{
		{func() error { return nil }, Firewall{}},
		{func() error { return os.WriteFile(conf, []byte("LOGLEVEL=low\n"), 0o600) }, Firewall{}},
		{func() error { return os.WriteFile(conf, []byte("ENABLED=no\n"), 0o600) }, Firewall{Name: "ufw"}},
		{func() error { return os.WriteFile(conf, []byte("ENABLED=yes\n"), 0o600) }, Firewall{Name: "ufw", On: true}},
		{func() error { return os.MkdirAll(filepath.Join(dir, "system.slice/firewalld.service"), 0o700) }, Firewall{Name: "firewalld", On: true}},
	} {
		if err := tt.change(); err != nil {
			t.Fatal(err)
		}
		if got := firewallIn(conf, groups); got != tt.want {
			t.Errorf("found %+v, want %+v", got, tt.want)
		}
	}
}
