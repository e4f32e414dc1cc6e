package machine

import "testing"

func TestFirewallsAreReadAsTheyAreWritten(t *testing.T) {
	type reader func(text string) (on, ok bool)
	for _, tt := range []struct {
		name   string
		read   reader
		text   string
		on, ok bool
	}{
		{"ufw's own file, on", parseUfw, "# /etc/ufw/ufw.conf\n#\n\n# Set to yes to start on boot. If setting this remotely, be sure to add a rule\n# to allow your remote connection before starting ufw. Eg: 'ufw allow 22/tcp'\nENABLED=yes\n\n# Please use the 'ufw' command to set the loglevel. Eg: 'ufw logging medium'.\n# See 'man ufw' for details.\nLOGLEVEL=low\n", true, true},
		{"ufw off", parseUfw, "ENABLED=no\nLOGLEVEL=low\n", false, true},
		{"ufw in quotes", parseUfw, "ENABLED=\"Yes\"\n", true, true},
		{"ufw, the last word counts", parseUfw, "ENABLED=yes\nENABLED=no\n", false, true},
		{"ufw in a comment", parseUfw, "#ENABLED=yes\n", false, false},
		{"ufw from a variable", parseUfw, "ENABLED=$ON\n", false, false},
		{"ufw without a word", parseUfw, "", false, false},
		{"macOS on", parseSocketFilter, "Firewall is enabled. (State = 1) \n", true, true},
		{"macOS off", parseSocketFilter, "Firewall is disabled. (State = 0)\n", false, true},
		{"macOS, nothing comes in", parseSocketFilter, "Firewall is blocking all non-essential incoming connections. (State = 2)\n", true, true},
		{"macOS, managed", parseSocketFilter, "Firewall settings cannot be modified from command line on managed Mac computers.\n", false, false},
		{"macOS, another state", parseSocketFilter, "(State = 7)", false, false},
		{"macOS, cut", parseSocketFilter, "Firewall is enabled. (State = 1", false, false},
		{"Windows on", parseAdvfirewall, "\r\nPublic Profile Settings: \r\n----------------------------------------------------------------------\r\nState                                 ON\r\nOk.\r\n\r\n", true, true},
		{"Windows off", parseAdvfirewall, "\r\nPrivate Profile Settings: \r\n----------------------------------------------------------------------\r\nState                                 OFF\r\nOk.\r\n\r\n", false, true},
		{"Windows on two networks", parseAdvfirewall, "Private Profile Settings: \r\nState   ON\r\n\r\nPublic Profile Settings: \r\nState   ON\r\nOk.\r\n", true, true},
		{"Windows, on in one of two", parseAdvfirewall, "Domain Profile Settings: \r\nState   OFF\r\n\r\nPublic Profile Settings: \r\nState   ON\r\n\r\nPrivate Profile Settings: \r\nState   ON\r\nOk.\r\n", false, false},
		{"Windows in German", parseAdvfirewall, "\r\nÖffentliches Profil-Einstellungen: \r\n------------\r\nStatus                                EIN\r\nOK.\r\n", false, false},
	} {
		if on, ok := tt.read(tt.text); on != tt.on || ok != tt.ok {
			t.Errorf("%s: on %v, known %v, want %v, %v", tt.name, on, ok, tt.on, tt.ok)
		}
	}
}

// What is not known is not on.
func FuzzFirewalls(f *testing.F) {
	f.Add("ENABLED=yes\n")
	f.Add("Firewall is enabled. (State = 1)")
	f.Add("State   ON\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(string) (bool, bool){parseUfw, parseSocketFilter, parseAdvfirewall} {
			if on, ok := read(text); on && !ok {
				t.Errorf("%q is on, and is not known", text)
			}
		}
	})
}
