package machine

import (
	"os"
	"path/filepath"
	"strings"
)

// readSigns reads what the kernel and container engines show.
func (s *surroundings) readSigns() {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err == nil {
		s.kernel = strings.TrimSpace(string(release))
	}
	for _, mark := range []string{"/.dockerenv", "/run/.containerenv"} {
		if _, err := os.Lstat(mark); err == nil {
			s.container = true
		}
	}
	s.namespace = namespaceOf("/proc/self/ns/net", "/run/netns", "/proc/1/ns/net")
}

// namespaceOf returns the network namespace of this process as ip-netns(8) names it, or its number where it has none
// and is another one than the first process's; empty where it is that one's, or nobody may tell.
func namespaceOf(self, named, first string) string {
	own, err := os.Stat(self)
	if err != nil {
		return ""
	}
	names, _ := os.ReadDir(named)
	for _, name := range names {
		if there, err := os.Stat(filepath.Join(named, name.Name())); err == nil && os.SameFile(own, there) {
			return name.Name()
		}
	}
	there, err := os.Stat(first)
	if err != nil || os.SameFile(own, there) {
		return ""
	}
	link, err := os.Readlink(self) // net:[4026532200]
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.TrimPrefix(link, "net:["), "]")
}
