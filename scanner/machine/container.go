package machine

import (
	"encoding/json"
	"net/netip"
	"path/filepath"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A Container is a running container as its engine describes it. It is never changed.
type Container struct {
	ID    string
	Name  string // without the engine's slash before it
	Image string // as it was named when the container was made
	// Project is the compose project, Service the service of it; both are empty where compose did not make it.
	Project, Service string
	// Folder is the compose project's folder, or the one that a dev container is for, as [Owner.Dir]; one that is not
	// on this machine stays as the engine has it. It is empty where the container belongs to no folder.
	Folder string

	engine engineSocket // where its engine answers
}

// MayForward reports whether the process passes connections on, see [Owner.Forwards], or may for all that is known of
// it: container engines that run as root publish ports by processes of root's.
func (o *Owner) MayForward() bool {
	if !o.Hidden() {
		return o.Forwards()
	}
	if o == nil || o.Service == nil {
		return o == nil || o.User == "" || o.User == "root"
	}
	return strings.Contains(o.Service.Name, "docker") || strings.Contains(o.Service.Name, "podman")
}

// published is a port of this machine that an engine says leads into a container.
type published struct {
	addr      netip.Addr // invalid for every address
	port      int
	protocol  claim.Protocol
	container *Container
}

// reach returns the local addresses that the engine took for the port.
func (p published) reach() claim.Reach {
	if !p.addr.IsValid() {
		return claim.ReachOf("*")
	}
	return Listener{Addr: p.addr, V6Only: true}.Reach()
}

// The labels that tell where a container comes from: Compose's, which podman-compose writes too, and that of the
// Dev Containers specification's reference implementation.
const (
	projectLabel = "com.docker.compose.project"
	serviceLabel = "com.docker.compose.service"
	folderLabel  = "com.docker.compose.project.working_dir"
	devLabel     = "devcontainer.local_folder"
)

// listedContainer is one element of the answer to GET /containers/json (Docker Engine API 1.24 and later; Podman's
// is the same, with empty addresses for "every one").
type listedContainer struct {
	ID     string `json:"Id"`
	Names  []string
	Image  string
	Labels map[string]string
	Ports  []struct {
		IP         string
		PublicPort int
		Type       string
	}
}

// parseContainers returns the running containers of an engine's list, by their ID, and the ports that they publish.
// The error is that it is no such list.
func parseContainers(list []byte) (map[string]*Container, []published, error) {
	var listed []listedContainer
	if err := json.Unmarshal(list, &listed); err != nil {
		return nil, nil, err
	}
	containers := make(map[string]*Container, len(listed))
	var ports []published
	for _, l := range listed {
		c := &Container{
			ID: l.ID, Image: l.Image, Project: l.Labels[projectLabel], Service: l.Labels[serviceLabel],
			Folder: local(l.Labels[folderLabel]),
		}
		if len(l.Names) > 0 {
			c.Name = strings.TrimPrefix(l.Names[0], "/")
		}
		if c.Folder == "" {
			c.Folder = local(l.Labels[devLabel])
		}
		containers[c.ID] = c
		for _, p := range l.Ports {
			at := published{port: p.PublicPort, container: c}
			switch p.Type {
			case "tcp", "":
			case "udp":
				at.protocol = claim.UDP
			default:
				continue // sctp
			}
			if p.PublicPort < 1 || p.PublicPort > 65535 {
				continue // only open to other containers
			}
			if addr, err := netip.ParseAddr(p.IP); err == nil {
				at.addr = addr.Unmap().WithZone("")
			} else if p.IP != "" {
				continue
			}
			ports = append(ports, at)
		}
	}
	return containers, ports, nil
}

// local returns a folder that an engine names as this machine knows it.
func local(dir string) string {
	if here := resolve(dir); dir != "" && here != "" {
		return here
	}
	return filepath.ToSlash(dir)
}
