package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ports returns the claims of a service's ports, in the short and the long syntax.
func (s composeService) ports(base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, item := range items(s.node.Get("ports")) {
		base := base
		base.Key = index(base.Key+".ports", i)
		if item = item.Resolved(); item != nil && item.Kind == syntax.Mapping {
			claims = append(claims, s.longPort(item, base)...)
			continue
		}
		mapped := mappingClaims(item.Value().Interpolate(), base)
		if len(mapped) > 1 && base60(item) {
			mapped[0].Quote = &claim.Edit{Span: item.Span, New: `"` + item.Text + `"`}
		}
		claims = append(claims, mapped...)
	}
	return claims
}

// maxExtends bounds how many services are followed that extend each other.
const maxExtends = 8

// published returns the claims of the service's ports along with those of the services that it extends, which are added
// to its own (the compose specification, "extends").
func (s composeService) published(base claim.Claim) []claim.Claim {
	base.Copies = s.copies()
	claims := s.ports(base)
	s.part(claims, s.node.Get("ports"))
	if edit := s.override(); edit != nil {
		for i := range claims {
			if claims[i].Scope == claim.Host {
				claims[i].Override = edit
			}
		}
	}
	own := s
	for range maxExtends {
		if _, replaces := own.portsTag(); own.extends == nil || replaces {
			break
		}
		own = *own.extends
		inherited := own.ports(base)
		s.part(inherited, own.node.Get("ports"))
		claims = append(claims, inherited...)
	}
	for i := range claims {
		claims[i].Unsure = claims[i].Unsure || s.absent()
	}
	return claims
}

// part notes on the claims of a list of ports how the service gets one of its own.
func (s composeService) part(claims []claim.Claim, ports *syntax.Node) {
	p := s.parting(ports, claims)
	for i := range claims {
		if p != nil && claims[i].Scope == claim.Host {
			claims[i].Partings = []claim.Parting{*p}
		}
	}
}

// copies returns how many containers of the service are started beside each other, 0 for one. What deploy says counts
// where the file is none for a swarm, which spreads the copies over its nodes and shares their port among them.
func (s composeService) copies() int {
	copies, ok := wideNumber(s.replicas().Value().Interpolate().Value)
	if !ok || copies < 2 {
		return 0
	}
	return copies
}

// absent reports whether no container of the service is started.
func (s composeService) absent() bool { return s.replicas().Value().Interpolate().Value == "0" }

func (s composeService) replicas() *syntax.Node {
	n, deploy := s.node.Get("scale"), s.node.Get("deploy")
	onlyBuilt := s.node.Get("build") != nil && s.node.Get("image") == nil
	if replicas := deploy.Get("replicas"); n == nil && replicas != nil && (onlyBuilt || !s.forSwarm(deploy)) {
		n = replicas
	}
	return n
}

// forSwarm reports whether a service may be meant for docker stack deploy: the file has the version that this asks for,
// or the service is told what only a swarm minds.
func (s composeService) forSwarm(deploy *syntax.Node) bool {
	for _, name := range []string{"mode", "endpoint_mode", "placement", "update_config", "rollback_config"} {
		if deploy.Get(name) != nil {
			return true
		}
	}
	return strings.HasPrefix(s.file.Text, "version:") || strings.Contains(s.file.Text, "\nversion:")
}

// portsTag returns the place of the colon behind the service's own ports, -1 where it has none, and whether a tag there
// says that they replace those of the files below (the compose specification, "Reset value" and "Replace value").
func (s composeService) portsTag() (colon int, replaces bool) {
	if s.node == nil {
		return -1, false
	}
	for _, p := range s.node.Pairs {
		if p.Key != "ports" || p.Value.Span.Start < p.KeySpan.End {
			continue
		}
		between := s.file.Text[p.KeySpan.End:p.Value.Span.Start]
		if i := strings.IndexByte(between, ':'); i >= 0 {
			return p.KeySpan.End + i, strings.Contains(between[i:], " !override") || strings.Contains(between[i:], " !reset")
		}
	}
	return -1, false
}

// override returns the edit that has the service's ports replace those of the file below, nil where no file is below,
// or where they do already.
func (s composeService) override() *claim.Edit {
	colon, replaces := s.portsTag()
	if colon < 0 || replaces || !isOverride(s.file) {
		return nil
	}
	return &claim.Edit{Span: claim.Span{Start: colon + 1, End: colon + 1}, New: " !override"}
}

// isOverride reports whether Compose reads a file over the one that the project begins with.
func isOverride(f File) bool {
	base := strings.ToLower(f.Base())
	return strings.HasSuffix(base, ".override.yaml") || strings.HasSuffix(base, ".override.yml")
}

// replacement returns the open claim which says that the service's ports replace those of the files below.
func (s composeService) replacement(base claim.Claim) []claim.Claim {
	colon, replaces := s.portsTag()
	if !replaces {
		return nil
	}
	c := s.note(colon+1, ".ports", base)
	c.Replaces = true
	if isOverride(s.file) {
		c.Layer = 1
	}
	return []claim.Claim{c}
}

// base60 reports whether a scalar is what YAML 1.1 takes for a whole number in base 60 (yaml.org/type/int.html), as
// docker-compose 1 and podman-compose do (docker/compose#3109, containers/podman-compose#736).
func base60(n *syntax.Node) bool { return n.Quote == 0 && sexagesimal.MatchString(n.Text) }

var sexagesimal = regexp.MustCompile(`^[1-9][0-9]*(:[0-5]?[0-9])+$`)

// longPort reads a port of the long syntax: target, published, host_ip, protocol.
func (s composeService) longPort(n *syntax.Node, base claim.Claim) []claim.Claim {
	key := base.Key
	base.Protocol = protocolOf(n.Get("protocol").Value().Interpolate().Value)
	var claims []claim.Claim
	target := n.Get("target").Value().Interpolate().Trim()
	to, ok := wholePort(target)
	if ok {
		base.Key = key + ".target"
		claims = append(claims, insideClaim(target, to, base))
	}
	published := n.Get("published").Value().Interpolate().Trim()
	from, ok := wholePort(published)
	if !ok {
		return claims
	}
	base.Key = key + ".published"
	c := publishedClaim(base, from, to)
	if len(claims) > 0 {
		c.TargetSpan = claims[0].Digits
	}
	place(&c, published, 0, len(published.Value), 0, len(published.Value))
	switch host := n.Get("host_ip").Value().Interpolate().Trim(); {
	case host.Hole(0) != nil:
		c.Default = ""
	case host.Value != "":
		c.Host = host.Value
		if wildcard(host.Value) {
			c.Narrow = &claim.Edit{Span: host.Span(0, len(host.Value)), New: "127.0.0.1"}
		}
	default:
		c.Narrow = s.addHost(n)
	}
	return append(claims, c)
}

// addHost returns the edit that puts a host_ip before a port's published, on a line of its own where the
// mapping is not written in braces.
func (s composeService) addHost(n *syntax.Node) *claim.Edit {
	text := s.file.Text
	for _, p := range n.Pairs {
		if p.Key != "published" {
			continue
		}
		at := p.KeySpan.Start
		line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
		separator := "\n" + strings.ReplaceAll(line, "-", " ")
		if strings.Contains(text, "\r\n") {
			separator = "\r" + separator
		}
		if strings.Trim(line, " -") != "" {
			separator = ", "
		}
		return &claim.Edit{Span: claim.Span{Start: at, End: at}, New: "host_ip: 127.0.0.1" + separator}
	}
	return nil
}
