package machine

import "testing"

func TestWhere(t *testing.T) {
	for _, tt := range []struct {
		name  string
		env   map[string]string
		signs surroundings
		want  string
		apart bool
	}{
		{"a machine", nil, surroundings{kernel: "6.12.0-amd64"}, "box", false},
		{"over SSH", map[string]string{"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, surroundings{}, "box, over SSH", true},
		{"a dev container", map[string]string{"REMOTE_CONTAINERS": "true"}, surroundings{container: true}, "dev container box", true},
		{"a codespace", map[string]string{"CODESPACES": "true", "CODESPACE_NAME": "fuzzy-owl", "REMOTE_CONTAINERS": "true"}, surroundings{container: true}, "codespace fuzzy-owl", true},
		{"a container", nil, surroundings{container: true, kernel: "6.6.87.2-microsoft-standard-WSL2"}, "container box", true},
		{"a container that only systemd knows", map[string]string{"container": "lxc"}, surroundings{}, "container box", true},
		{"WSL2", map[string]string{"WSL_DISTRO_NAME": "Ubuntu"}, surroundings{kernel: "6.6.87.2-microsoft-standard-WSL2"}, "WSL2 (Ubuntu)", true},
		{"WSL2 as a service", nil, surroundings{kernel: "6.6.87.2-microsoft-standard-WSL2"}, "WSL2 on box", true},
		{"WSL1", map[string]string{"WSL_DISTRO_NAME": "Debian"}, surroundings{kernel: "4.4.0-19041-Microsoft"}, "WSL (Debian)", true},
		{"a network namespace", nil, surroundings{namespace: "blue"}, "network namespace blue of box", true},
		{"a network namespace in a container", nil, surroundings{namespace: "blue", container: true}, "network namespace blue of container box", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.signs
			s.host, s.env = "box", func(name string) string { return tt.env[name] }
			if got, apart := s.name(); got != tt.want || apart != tt.apart {
				t.Errorf("it is %q, apart %v, want %q, %v", got, apart, tt.want, tt.apart)
			}
		})
	}
}
