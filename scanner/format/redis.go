package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Redis, Valkey, KeyDB and their Sentinel (redis.io/docs/latest/operate/oss_and_stack/management/config).
var _ = register(format{
	name:    "redis",
	files:   []string{"redis*.conf", "redis*.conf.*", "*redis*.conf", "valkey*.conf", "keydb*.conf", "sentinel*.conf", "sentinel*.conf.*", "*.conf"},
	servers: []string{"redis-server", "valkey-server", "redis-sentinel"},
	is: func(f File) bool {
		name := strings.ToLower(f.Base())
		if nestedLine.MatchString(f.Text) { // of what goes to Redis: an agent that watches it
			return false
		}
		return strings.Contains(name, "redis") || strings.HasPrefix(name, "valkey") || strings.HasPrefix(name, "keydb") || redisOnly.MatchString(f.Text)
	},
	scan: scanRedis,
})

// redisOnly finds a setting that only Redis and its kin have.
var redisOnly = regexp.MustCompile(`(?m)^(appendonly|appendfsync|dbfilename|maxmemory(-policy)?|protected-mode|tcp-backlog|cluster-enabled|rdbcompression|repl-[a-z-]+` +
	`|replicaof|slaveof|sentinel|hash-max-[a-z-]+|save|requirepass|tls-port)[ \t]+[^ \t{=]+[^;{=]*$`)

var redisManual = manual{
	{at: "port tls-port", host: "bind", otherwise: "*"},
	{at: "cluster-port", host: "bind", otherwise: "*"},
	// where it tells others to come to
	{at: "cluster-announce-port cluster-announce-tls-port cluster-announce-bus-port", role: claim.Connect, host: "cluster-announce-ip cluster-announce-hostname"},
	{at: "replica-announce-port slave-announce-port", role: claim.Connect, host: "replica-announce-ip slave-announce-ip"},
}

func scanRedis(f File) []claim.Claim {
	settings := lineSettings(f.Text)
	base := serverBase(f, "redis")
	base.Guarded = guardedRedis(f, settings)
	claims := redisManual.claims(settings, base)
	base.Role = claim.Connect
	announced := ""
	for _, s := range settings {
		if name, ip, _ := s.value.Cut(' '); s.name == "sentinel" && name.Value == "announce-ip" {
			announced, _ = hostName(ip.Trim().Value)
		}
	}
	for _, s := range settings {
		base.Key = s.name
		words := fieldsOf(s.value)
		switch s.name {
		case "replicaof", "slaveof":
			claims = append(claims, hostThenPort(words, base)...)
		case "sentinel":
			if len(words) == 2 && words[0].Value == "announce-port" {
				base := base
				base.Host = announced
				claims = append(claims, listClaims(words[1], base)...)
			}
			if len(words) > 2 && (words[0].Value == "monitor" || words[0].Value == "known-replica" || words[0].Value == "known-sentinel") {
				claims = append(claims, hostThenPort(words[2:], base)...)
			}
		}
	}
	return claims
}

// guardedRedis reports whether the server is in protected mode: it answers no other machine as long as it is told neither
// an address nor a password (redis.io/docs/latest/operate/oss_and_stack/management/security, "Protected mode"). Sentinel
// has none.
func guardedRedis(f File, settings []setting) bool {
	if strings.HasPrefix(strings.ToLower(f.Base()), "sentinel") {
		return false
	}
	for _, s := range settings {
		switch s.name {
		case "bind", "requirepass", "user", "aclfile", "sentinel":
			return false
		case "protected-mode":
			if s.value.Value == "no" {
				return false
			}
		}
	}
	return true
}

// redisOpens are the flags by which the server may not be in that mode.
const redisOpens flags = "--bind --requirepass --protected-mode --user --aclfile --sentinel"

// hostThenPort reads two words that are a host and a port to go to.
func hostThenPort(words []syntax.Text, base claim.Claim) []claim.Claim {
	if len(words) < 2 {
		return nil
	}
	host, ok := hostName(words[0].Value)
	if !ok {
		return nil
	}
	base.Host = host
	c, ok := addressClaim(words[1], base)
	if !ok || c.Span != c.Digits {
		return nil
	}
	return []claim.Claim{c}
}
