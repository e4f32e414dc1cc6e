package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
)

// GitLab's package for Linux (docs.gitlab.com/omnibus/settings): each setting is one of a service's, nginx['listen_port'] = 80.
var _ = register(format{
	name:  "gitlab",
	files: []string{"gitlab.rb", "gitlab*.rb", "gitlab.rb.*"},
	is:    func(f File) bool { return gitlabSetting.MatchString(f.Text) || gitlabURL.MatchString(f.Text) },
	scan: func(f File) []claim.Claim {
		var settings []setting
		for line := range linesOf(f.Text) {
			line = line.Trim()
			if m := gitlabSetting.FindStringSubmatchIndex(line.Value); m != nil {
				key := line.Value[m[2]:m[3]] + "." + line.Value[m[4]:m[5]]
				settings = append(settings, setting{line.Value[m[4]:m[5]], key, unquoted(line.Slice(m[6], m[7]))})
			} else if m := gitlabURL.FindStringSubmatchIndex(line.Value); m != nil {
				settings = append(settings, setting{"url", line.Value[m[2]:m[3]], line.Slice(m[4], m[5])})
			}
		}
		return gitlabManual.claims(settings, serverBase(f, "gitlab"))
	},
})

var (
	// gitlabSetting finds a setting of a service with a value of its own, not one that is computed.
	gitlabSetting = regexp.MustCompile(`(?m)^[ \t]*([a-z]\w*)\[['"](\w+)['"]\][ \t]*=[ \t]*("[^"]*"|'[^']*'|\d+)[ \t]*(?:#.*)?\r?$`)
	// gitlabURL finds the address of the whole, or of one of its parts.
	gitlabURL = regexp.MustCompile(`(?m)^[ \t]*((?:[a-z]+_)*external_url)[ \t]+["']([^"']+)["']`)
)

var gitlabManual = manual{
	{at: "*external_url", role: claim.Connect},
	{at: "gitlab_rails.smtp_port", role: claim.Connect, host: ".smtp_address"},
	{at: "gitlab_rails.db_port", role: claim.Connect, host: ".db_host"},
	{at: "gitlab_rails.redis_port", role: claim.Connect, host: ".redis_host"},
	{at: "gitlab_rails.gitlab_shell_ssh_port", role: claim.Connect}, // which the pages show, whoever listens there
	{at: "*.listen_port", host: ".listen_address .listen_addresses", otherwise: "*"},
	{at: "postgresql.port puma.port sidekiq.listen_port redis.port", host: ".listen_address .listen .bind", otherwise: "127.0.0.1"},
	{at: "*.port", host: ".listen_address .listen .bind"},
	{at: "*.listen_address *.listen_addr *.listen_network *.prometheus_listen_addr", otherwise: "*"},
}
