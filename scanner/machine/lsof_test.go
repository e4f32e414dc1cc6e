package machine

import (
	"maps"
	"strconv"
	"strings"
	"testing"
)

func TestParseWorkingDirs(t *testing.T) {
	for _, tt := range []struct {
		name, out string
		want      map[int]string
	}{
		{"two processes", "p61\nfcwd\nn/Users/kim/shop\np912\nfcwd\nn/\n", map[int]string{61: "/Users/kim/shop", 912: "/"}},
		{"spaces and no last line's end", "p61\nfcwd\nn/Users/kim/My Shop", map[int]string{61: "/Users/kim/My Shop"}},
		{"not allowed", "p1\nfcwd\nn/proc/1/cwd (readlink: Permission denied)\np2\nfcwd\nn\n", map[int]string{}},
		{"no process", "fcwd\nn/tmp\npx\nn/tmp\n", map[int]string{}},
		{"nothing", "", map[int]string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseWorkingDirs(tt.out); !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzParseWorkingDirs(f *testing.F) {
	f.Add("p61\nfcwd\nn/Users/kim/shop\np912\nfcwd\nn/\n")
	f.Fuzz(func(t *testing.T, out string) {
		for pid, dir := range parseWorkingDirs(out) {
			if pid <= 0 || !strings.HasPrefix(dir, "/") || !strings.Contains(out, "n"+dir) || !strings.Contains(out, strconv.Itoa(pid)) {
				t.Errorf("%d in %q is not in %q", pid, dir, out)
			}
		}
	})
}
