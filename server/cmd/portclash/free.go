package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strconv"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server/check"
)

// freeCommand picks ports that a server of this folder may have.
type freeCommand struct {
	Near   int    `help:"The number to stay near; without it the folder's own, the same each time."`
	Count  int    `default:"1" help:"How many ports, each of them another one."`
	Host   string `default:"localhost" help:"The address that the server will listen on; the port is free on every other one too."`
	Format string `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// maxCount is how many ports are picked at once.
const maxCount = 1000

// Run prints the ports, a line each.
func (cmd *freeCommand) Run(c *call) error {
	reach := claim.ReachOf(cmd.Host)
	switch {
	case cmd.Near < 0 || cmd.Near > 65535:
		return fmt.Errorf("--near %d: a port is from 1 to 65535", cmd.Near)
	case cmd.Count < 1 || cmd.Count > maxCount:
		return fmt.Errorf("--count %d: it is from 1 to %d", cmd.Count, maxCount)
	}
	// Any port will do to learn whether the machine has the address.
	if _, err := machine.FreeAt(reach, 0, claim.TCP); err != nil {
		return fmt.Errorf("--host %s: %w", cmd.Host, err)
	}
	files, failed := readFiles(c, nil)
	near := cmd.Near
	if near == 0 {
		near = ownPort(files.root)
	}
	ports, err := pickPorts(near, cmd.Count, reach, files.world(nil))
	if err != nil {
		return err
	}
	if cmd.Format == "json" {
		err = printJSON(c.stdout, struct {
			Version int   `json:"version"`
			Ports   []int `json:"ports"`
		}{1, ports})
	} else {
		p := newPaint(c)
		for _, port := range ports {
			p.line(strconv.Itoa(port))
		}
		err = p.err
	}
	return errors.Join(err, complain(c, failed))
}

// pickPorts picks ports near a number by the rules of [machine.Pick], none of which a file of the world claims, and
// all of which can be bound where they are wanted.
func pickPorts(near, count int, at claim.Reach, w *check.World) ([]int, error) {
	var ports []int
	got := map[int]bool{}
	for range count {
		port, err := machine.Pick(near, claim.TCP, func(port int) bool {
			if got[port] || w.Claimed(port) {
				return true
			}
			free, err := machine.FreeAt(at, port, claim.TCP)
			return err == nil && !free
		})
		if err != nil {
			return nil, err
		}
		got[port] = true
		ports = append(ports, port)
	}
	return ports, nil
}

// ownPort returns a number that stays the same for a project and is most likely another one than other projects'
// and work trees'. It is below all ephemeral ranges.
func ownPort(folder string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(filepath.ToSlash(workspace.Project(folder))))
	return 10000 + int(h.Sum32()%20000)
}
