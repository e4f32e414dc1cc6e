package server

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
)

func (s *story) file(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	s.t.Fatalf("the story has no file %s", name)
	return ""
}

func (s *story) setDisk(name, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if content == "" {
		maps.DeleteFunc(s.disk, func(path, _ string) bool { return path == "/w/"+name || strings.HasPrefix(path, "/w/"+name+"/") })
		return
	}
	s.disk["/w/"+name] = content
}

func (s *story) diskText(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disk["/w/"+name]
}

func (s *story) read(_ context.Context, root string) ([]workspace.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []workspace.File
	for path, content := range s.disk {
		if strings.HasPrefix(path, root+"/") {
			files = append(files, workspace.File{Path: path, Text: content, Claims: scanner.Scan(path, content)})
		}
	}
	return files, nil
}

func (s *story) readFile(path string) (workspace.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, ok := s.disk[path]
	if !ok {
		return workspace.File{Path: path}, fs.ErrNotExist
	}
	return workspace.File{Path: path, Text: content, Claims: scanner.Scan(path, content)}, nil
}

func (s *story) listen(args []string) {
	at := netip.MustParseAddrPort(args[0])
	l := machine.Listener{Addr: at.Addr(), Port: int(at.Port())}
	if len(args) > 3 {
		pid, err := strconv.Atoi(args[2])
		if err != nil {
			s.t.Fatal(err)
		}
		l.Owner = &machine.Owner{
			PID: pid, Name: args[1], Dir: args[3], Command: strings.Join(args[4:], " "), Started: time.Now().Add(-12 * time.Minute),
		}
	}
	s.hear(l)
}

// publish has a container engine listen for a container of a compose project, which is named for its folder. Of id:ID only
// the ID is known.
func (s *story) publish(args []string) {
	id, nameless := strings.CutPrefix(args[1], "id:")
	name := id
	if nameless {
		name = ""
	}
	at := netip.MustParseAddrPort(args[0])
	s.hear(machine.Listener{Addr: at.Addr(), Port: int(at.Port()), Owner: &machine.Owner{
		PID: 99, Name: "docker-proxy", Command: "/usr/bin/docker-proxy -proto tcp", Started: time.Now().Add(-12 * time.Minute),
		Container: &machine.Container{
			ID: id, Name: name, Image: args[2], Project: filepath.Base(args[3]), Folder: args[3], Service: args[4],
		},
	}})
}

func (s *story) hear(l machine.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, l)
	slices.SortFunc(s.listeners, func(a, b machine.Listener) int { return a.Port - b.Port })
}

// connect has a process make an outgoing connection from a port.
func (s *story) connect(args []string) {
	pid, err := strconv.Atoi(args[3])
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections = append(s.connections, machine.Blocker{
		Local: netip.MustParseAddrPort(args[0]), Peer: netip.MustParseAddrPort(args[1]),
		Owner: &machine.Owner{PID: pid, Name: args[2], Dir: args[4]},
	})
}

func (s *story) want(ports []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = ports
}

func (s *story) end(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(l machine.Listener) bool {
		return netip.AddrPortFrom(l.Addr, uint16(l.Port)) == netip.MustParseAddrPort(at)
	})
}

func (s *story) look(context.Context) (*machine.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks++
	if hanging := s.hanging; hanging != nil {
		s.mu.Unlock()
		<-hanging
		s.mu.Lock()
	}
	if s.failure != nil {
		return nil, s.failure
	}
	var blockers []machine.Blocker
	for _, b := range s.connections {
		if slices.Contains(s.wanted, int(b.Local.Port())) {
			blockers = append(blockers, b)
		}
	}
	return &machine.Picture{
		Listeners: slices.Clone(s.listeners), Blockers: blockers, Partial: s.partial, MayMiss: s.mayMiss, Taken: time.Now(),
		Facts: machine.Facts{OS: "linux", Home: "/home/me", Ephemeral: [2]int{32768, 60999}, Unprivileged: 1024, Where: s.where, Apart: s.where != "", Firewall: s.firewall},
	}, nil
}

// free returns the next port that nobody has, here and in the workspace.
func (s *story) free(near int, _ claim.Protocol, taken func(int) bool) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for port := near; port <= 65535; port++ {
		held := slices.ContainsFunc(s.listeners, func(l machine.Listener) bool { return l.Port == port })
		if !held && !taken(port) {
			return port, nil
		}
	}
	return 0, errors.New("none is free")
}
