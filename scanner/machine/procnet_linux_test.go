package machine

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseProcNet(t *testing.T) {
	const line = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 362805 1 0000000000000000 100 0 0 10 0"
	r, ok := parseProcNet([]byte(line), unix.IPPROTO_TCP)
	want := row{
		cookie: 362805, inode: 362805, local: netip.MustParseAddrPort("127.0.0.1:8080"), peer: netip.MustParseAddrPort("0.0.0.0:0"),
		uid: 1000, protocol: unix.IPPROTO_TCP, state: stateListen,
	}
	if !ok || r != want {
		t.Errorf("parsed %+v, want %+v", r, want)
	}
	for field, want := range map[string]string{
		"00000000000000000000000001000000:46A1": "[::1]:18081",
		"0000000000000000FFFF00000100007F:0050": "127.0.0.1:80",
		"00000000000000000000000000000000:0001": "[::]:1",
		"0100007F":                              "",
		"0100007F:1":                            "127.0.0.1:1",
		"0100007:1":                             "",
		"01007F:1":                              "",
		"0100007F:10000":                        "",
	} {
		got, ok := parseProcAddr([]byte(field))
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q is %v, %v, want %q", field, got, ok, want)
		}
	}
	for _, line := range []string{"", "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode", line[:60]} {
		if r, ok := parseProcNet([]byte(line), unix.IPPROTO_TCP); ok {
			t.Errorf("%q is %+v", line, r)
		}
	}
}

func FuzzParseProcNet(f *testing.F) {
	f.Add([]byte("   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 362805 1"))
	f.Fuzz(func(t *testing.T, line []byte) {
		if r, ok := parseProcNet(line, unix.IPPROTO_TCP); ok && (!r.local.IsValid() || r.local.Addr().Is4In6()) {
			t.Errorf("%q is %+v", line, r)
		}
	})
}

// Without any table nothing is known, which is not the same as nothing listening.
func TestReadProcNetThatIsNotThere(t *testing.T) {
	if rows, err := readProcNet(t.TempDir()+"/", nil); err == nil {
		t.Errorf("read %v from nothing", rows)
	}
	dir := t.TempDir() // a kernel without IPv6
	for _, name := range []string{"tcp", "udp"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("  sl\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := readProcNet(dir+"/", nil); err != nil {
		t.Error(err)
	}
}

func TestCgroupOf(t *testing.T) {
	for text, want := range map[string]string{
		"0::/system.slice/a.service\n":                          "/system.slice/a.service",
		"9:name=systemd:/user.slice/b.scope\n8:pids:/x\n0::/\n": "/user.slice/b.scope",
		"9:name=systemd:/\n4:memory:/m\n0::/u\n":                "/u",
		"1:cpu:/\n0::/\n":                                       "/",
		"":                                                      "",
		"nonsense\n":                                            "",
	} {
		if got := cgroupOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
