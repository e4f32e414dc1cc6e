package machine

import "testing"

func TestForwards(t *testing.T) {
	for name, want := range map[string]bool{
		"docker-proxy": true, "com.docker.backend.exe": true, "rootlessport": true, "OrbStack Helper": true,
		"node": false, "": false, "docker": false,
	} {
		if got := (&Owner{Name: name}).Forwards(); got != want {
			t.Errorf("%q forwards: %v, want %v", name, got, want)
		}
	}
	if (*Owner)(nil).Forwards() {
		t.Error("an owner that nobody knows forwards")
	}
}

func TestIsShell(t *testing.T) {
	for name, want := range map[string]bool{
		"bash": true, "-zsh": true, "PowerShell.exe": true, "cmd.exe": true, "node": false, "sshd": false, "": false,
	} {
		if got := isShell(name); got != want {
			t.Errorf("%q is a shell: %v, want %v", name, got, want)
		}
	}
}
