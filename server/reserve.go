package server

import (
	"context"
	"fmt"

	"go.lsp.dev/jsonrpc2"

	"github.com/portclash/portclash/scanner/claim"
)

// methodReserve is Portclash's own request, for whoever starts servers beside an editor: ports that are free on the
// machine and in the workspace, and that nobody else gets from this server for some time.
const methodReserve = "portclash/reserve"

type reserveParams struct {
	// Near is the number to stay near.
	Near int `json:"near"`
	// Count is how many ports are wanted, one where it is 0.
	Count int `json:"count"`
}

type reserveResult struct {
	Ports []int `json:"ports"`
}

// maxReserved is how many ports one request gets.
const maxReserved = 100

func (s *server) reserve(ctx context.Context, p *reserveParams) (*reserveResult, error) {
	if p.Near < 1 || p.Near > 65535 || p.Count < 0 || p.Count > maxReserved {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, fmt.Sprintf("near is from 1 to 65535, count from 1 to %d", maxReserved))
	}
	claimed := s.at(ctx).world().Claimed
	var result reserveResult
	for range max(1, p.Count) {
		port, err := s.Reserve(p.Near, claim.TCP, claimed)
		if err != nil {
			return nil, err
		}
		result.Ports = append(result.Ports, port)
	}
	return &result, nil
}
