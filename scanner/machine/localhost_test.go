package machine

import (
	"net/netip"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestParseLocalhost(t *testing.T) {
	v4, v6 := netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()
	for _, tt := range []struct {
		name, hosts string
		want        claim.Reach
	}{
		{"Debian's", "127.0.0.1\tlocalhost\n127.0.1.1\tbox\n\n::1     localhost ip6-localhost ip6-loopback\n", claim.Reach{V4: v4, V6: v6}},
		{"Docker's", "127.0.0.1\tlocalhost\n::1\tip6-localhost ip6-loopback\n", claim.Reach{V4: v4}},
		{"macOS's", "##\n127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1             localhost\n", claim.Reach{V4: v4, V6: v6}},
		{"Windows'", "#\t127.0.0.1       localhost\r\n#\t::1             localhost\r\n", claim.Reach{}},
		{"IPv6 only, with a zone", "::1%lo Localhost.\n", claim.Reach{V6: v6}},
		{"a name that only begins so", "127.0.0.1 localhost.localdomain\n", claim.Reach{}},
		{"another machine, and no address", "10.0.0.1 localhost\nx localhost\nlocalhost\n127.0.0.1\n", claim.Reach{}},
		{"the first counts", "127.0.0.1 localhost\n127.0.0.2 localhost\n", claim.Reach{V4: v4}},
		{"nothing", "", claim.Reach{}},
	} {
		if got := parseLocalhost(tt.hosts); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func FuzzParseLocalhost(f *testing.F) {
	f.Add("127.0.0.1 localhost # x\n::1 localhost")
	f.Fuzz(func(t *testing.T, hosts string) {
		if r := parseLocalhost(hosts); !r.Empty() && !r.Loopback() {
			t.Errorf("%q has %v", hosts, r)
		}
	})
}

func TestFilesFirst(t *testing.T) {
	for order, want := range map[string]bool{
		"passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] dns\n":  true,
		"hosts:          files dns # resolve\n":                              true,
		"hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n": false,
		"# hosts: resolve\nhosts:\tmyhostname files\n":                       false,
		"hosts: dns\n":    false,
		"passwd: files\n": true,
		"":                true,
	} {
		if got := filesFirst(order); got != want {
			t.Errorf("%q: %v, want %v", order, got, want)
		}
	}
}
