package machine

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// readProcNet appends the sockets that listen, as the files of a folder like /proc/net show them (proc_net(5)).
// It is for kernels and sandboxes without sock_diag. The error is that none of the files can be read.
func readProcNet(folder string, rows []row) ([]row, error) {
	var read int
	var failed error
	for _, table := range []struct {
		file     string
		protocol uint8
		state    uint8
	}{
		{"tcp", unix.IPPROTO_TCP, stateListen},
		{"tcp6", unix.IPPROTO_TCP, stateListen},
		{"udp", unix.IPPROTO_UDP, stateClose},
		{"udp6", unix.IPPROTO_UDP, stateClose},
	} {
		text, err := os.ReadFile(folder + table.file)
		if err != nil {
			if table.file == "tcp" || !errors.Is(err, fs.ErrNotExist) { // without IPv6 there is no tcp6
				failed = err
			}
			continue
		}
		read++
		for line := range bytes.Lines(text) {
			if r, ok := parseProcNet(line, table.protocol); ok && r.state == table.state {
				rows = append(rows, r)
			}
		}
	}
	if failed != nil || read == 0 {
		return rows, fmt.Errorf("read %s: %w", folder, failed)
	}
	return rows, nil
}

// parseProcNet reads a line of /proc/net/tcp and its like:
//
//	sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode …
//	 0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 362805 …
func parseProcNet(line []byte, protocol uint8) (row, bool) {
	fields := bytes.Fields(line)
	if len(fields) < 10 {
		return row{}, false
	}
	local, okLocal := parseProcAddr(fields[1])
	peer, okPeer := parseProcAddr(fields[2])
	state, errState := strconv.ParseUint(string(fields[3]), 16, 8)
	uid, errUID := strconv.ParseUint(string(fields[7]), 10, 32)
	inode, errInode := strconv.ParseUint(string(fields[9]), 10, 64)
	if !okLocal || !okPeer || errState != nil || errUID != nil || errInode != nil {
		return row{}, false
	}
	return row{
		cookie: inode, inode: inode, local: local, peer: peer,
		uid: uint32(uid), protocol: protocol, state: uint8(state),
	}, true
}

// parseProcAddr reads an address as four-byte words in this machine's byte order, in hexadecimal, and a port.
func parseProcAddr(field []byte) (netip.AddrPort, bool) {
	address, number, ok := bytes.Cut(field, []byte(":"))
	port, err := strconv.ParseUint(string(number), 16, 16)
	raw := make([]byte, hex.DecodedLen(len(address)))
	if n, errHex := hex.Decode(raw, address); !ok || err != nil || errHex != nil || n != 4 && n != 16 {
		return netip.AddrPort{}, false
	}
	for word := range slices.Chunk(raw, 4) {
		binary.NativeEndian.PutUint32(word, binary.BigEndian.Uint32(word))
	}
	addr, _ := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(addr.Unmap(), uint16(port)), true
}
