package machine

import "testing"

func TestParseLaunchctl(t *testing.T) {
	// In the form that launchctl(1) prints.
	const out = "PID\tStatus\tLabel\n" +
		"-\t0\tcom.apple.SafariHistoryServiceAgent\n" +
		"612\t0\tcom.apple.controlcenter\n" +
		"811\t0\thomebrew.mxcl.postgresql@16\n" +
		"902\t-9\torg.example.agent\n" +
		"1033\t0\tapplication.com.microsoft.VSCode.8193.8199\n" +
		"nonsense\n"
	got := parseLaunchctl(out)
	for pid, want := range map[int]string{
		612: "launchd com.apple.controlcenter", 811: "brew services postgresql@16", 902: "launchd org.example.agent",
	} {
		if s := got[pid]; s == nil || s.String() != want {
			t.Errorf("%d is of %v, want %s", pid, s, want)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %d services, want 3: %v", len(got), got)
	}
}
