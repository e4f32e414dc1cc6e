package main

import (
	"fmt"

	"github.com/portclash/portclash/scanner/machine"
)

// look looks at the machine once, and at what else is in the way of the wanted ports.
func look(c *call, here *machine.Machine, wanted ...int) (*machine.Picture, error) {
	here.Want(wanted)
	picture, err := here.LookClosely(c.ctx)
	if err != nil {
		return nil, fmt.Errorf("look at the machine's sockets: %w", err)
	}
	return picture, nil
}
