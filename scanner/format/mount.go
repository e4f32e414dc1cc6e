package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// mount returns the open claim which says that a file or a folder is put into a container as configuration, none where
// it may as well be part of the program, which people run outside of the container too.
func mount(source syntax.Text, target string, base claim.Claim) []claim.Claim {
	from := source.Value
	for _, here := range []string{"${PWD}/", "$PWD/", "$(pwd)/"} {
		from = strings.TrimPrefix(from, here)
	}
	from = path.Clean(from)
	if from == "." || strings.HasSuffix("/"+from, "/..") || path.IsAbs(from) || strings.ContainsAny(from, "\x00$~*") || !holdsSettings(from, target) {
		return nil
	}
	base.Key += ".mount"
	base.Mounts = []string{from}
	return []claim.Claim{noteAt(source.Span(0, 0).Start, base)}
}

// settingFolders are where programs in containers look for their settings (the Filesystem Hierarchy Standard, 3.7 and
// 4.9, and the images of Kibana, Bitnami and Mosquitto).
var settingFolders = []string{
	"/etc/", "/usr/local/etc/", "/usr/local/apache2/conf/", "/usr/share/kibana/config/",
	"/usr/share/logstash/", "/usr/share/elasticsearch/config/", "/opt/bitnami/", "/mosquitto/config/",
}

// programFolders are where a program of one's own is put, by the first folder of the path.
var programFolders = words("app apps code src srv usr home root var work workspace workspaces project build opt data")

// holdsSettings reports whether what is put there is the settings of a program that the image has.
func holdsSettings(source, target string) bool {
	for _, folder := range settingFolders {
		if strings.HasPrefix(target+"/", strings.TrimSuffix(folder, "/")+"/") {
			return true
		}
	}
	base := path.Base(source)
	if strings.HasPrefix(base, ".") || path.Ext(base) == "" || base == "package.json" || path.Ext(target) == "" {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(target, "/"), "/")
	return strings.HasPrefix(target, "/") && !programFolders[first]
}

// deciding are the files and folders of images that tell every port which their program listens on: what is mounted there
// is there instead of the image's own (the images of nginx, HAProxy, Apache's httpd, Envoy and Mosquitto on Docker Hub).
var deciding = words("/etc/nginx/conf.d /etc/nginx/conf.d/default.conf /etc/nginx/templates/default.conf.template /usr/local/etc/haproxy/haproxy.cfg " +
	"/usr/local/apache2/conf/httpd.conf /etc/envoy/envoy.yaml /mosquitto/config/mosquitto.conf")

// mounts returns what the service says of the files that are mounted into it.
func (s composeService) mounts(base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, item := range items(s.node.Get("volumes")) {
		if item = item.Resolved(); item != nil && item.Kind == syntax.Mapping {
			claims = append(claims, s.mount(item.Get("source").Value(), item.Get("target").Value().Value, base)...)
			continue
		}
		source, rest, found := item.Value().Cut(':')
		if !found || !strings.Contains(source.Value, "/") {
			continue // a volume's name
		}
		target, _, _ := rest.Cut(':')
		claims = append(claims, s.mount(source, target.Value, base)...)
	}
	return claims
}

// mount returns what the service says of one that is mounted into it. Where the service starts something else than its
// image does, or builds it here, nothing decides.
func (s composeService) mount(source syntax.Text, target string, base claim.Claim) []claim.Claim {
	claims := mount(source, target, base)
	for i := range claims {
		claims[i].Decides = deciding[strings.TrimSuffix(target, "/")] && s.node.Get("command") == nil && s.node.Get("entrypoint") == nil && s.node.Get("build") == nil
	}
	return claims
}

// composeConfigs returns what a compose file says of the files that its configs are.
func composeConfigs(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		for _, p := range pairs(root.Get("configs")) {
			claims = append(claims, mount(p.Value.Get("file").Value(), "/etc/", claim.Claim{Key: syntax.Join("configs", p.Key)})...)
		}
	}
	return claims
}

// copy reads COPY and ADD. What their paths are relative to is told to the build, and most often one of the folders that
// the file is in.
func (d *dockerfile) copy(arguments syntax.Text, base claim.Claim) {
	words := execForm(arguments)
	if words == nil {
		for _, c := range syntax.Commands(arguments) {
			words = append(words, c.Words...)
		}
	}
	for len(words) > 0 && strings.HasPrefix(words[0].Value, "--") {
		if strings.HasPrefix(words[0].Value, "--from") {
			return
		}
		words = words[1:]
	}
	if len(words) < 2 {
		return
	}
	target := words[len(words)-1].Value
	for _, source := range words[:len(words)-1] {
		for _, m := range mount(source, target, base) {
			from := strings.TrimPrefix(m.Mounts[0], "/")
			m.Mounts = []string{from, "../" + from, "../../" + from}
			d.claims = append(d.claims, m)
		}
	}
}
