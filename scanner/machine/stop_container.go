package machine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
)

// stopContainer has the container behind a listener stopped by its engine: POST /containers/ID/stop of the Docker
// Engine API 1.24 and later, which Podman has too. An ID is never given twice.
func (m *Machine) stopContainer(ctx context.Context, l Listener) (Ending, error) {
	c := l.Owner.Container
	// What a picture shows of a container may be some seconds old, and one helper serves many.
	e := m.containers.ask(ctx)
	switch now := e.behind(l); {
	case now == nil && e.trouble != nil:
		return 0, fmt.Errorf("ask for container %s again: %w", c.called(), e.trouble)
	case now == nil:
		return Absent, nil
	case now.ID != c.ID:
		return 0, refuse(Changed, "%s leads into container %s now, not into %s", l.Endpoint(), now.called(), c.called())
	default:
		c = now
	}
	ctx, cancel := context.WithTimeout(ctx, stopWithin)
	defer cancel()
	answer, err := request(ctx, c.engine, http.MethodPost, "/containers/"+c.ID+"/stop")
	switch {
	case late(err):
		return Lingering, nil
	case errors.Is(err, fs.ErrPermission):
		return 0, fmt.Errorf("stop container %s: the engine at %s answers only to some users: %w", c.called(), c.engine.address, fs.ErrPermission)
	case err != nil:
		return 0, fmt.Errorf("stop container %s by the engine at %s: %w", c.called(), c.engine.address, err)
	}
	switch answer.status {
	case http.StatusNoContent, http.StatusOK:
		return Ended, nil
	case http.StatusNotModified, http.StatusNotFound: // it was stopped, or removed
		return Absent, nil
	}
	return 0, fmt.Errorf("stop container %s: the engine at %s says %s", c.called(), c.engine.address, answer.complaint())
}

// called returns the container's name, or as much of its ID as people use.
func (c *Container) called() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID[:min(12, len(c.ID))]
}

// complaint returns what an engine says is wrong, or the HTTP status where it says nothing.
func (r response) complaint() string {
	var said struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(r.body, &said) == nil && said.Message != "" {
		return said.Message
	}
	return fmt.Sprintf("%d %s", r.status, http.StatusText(r.status))
}
