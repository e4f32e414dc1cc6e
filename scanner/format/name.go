package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A name is what a setting is called, cut into its words in lower case: SERVER_PORT, server.port and
// serverPort are all server, port.
type name []string

// nameOf cuts a setting's name. Glued words that end in "port", "host" or the like and begin with a known one are cut
// too: PGPORT, SERVERPORT, rpcbind.
func nameOf(s string) name {
	var words name
	start := 0
	end := func(i int) {
		if i > start {
			words = append(words, unglued(strings.ToLower(s[start:i]))...)
		}
	}
	for i := range len(s) {
		switch c := s[i]; {
		case !letter(c) && !digit(c):
			end(i)
			start = i + 1
		case upper(c) && i > start && (!upper(s[i-1]) || i+1 < len(s) && letter(s[i+1]) && !upper(s[i+1])):
			end(i)
			start = i
		}
	}
	end(len(s))
	return words
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }

// glued are further words that stand in front of "port" and "host" without a mark between.
var glued = words("backend bind control data gossip listen local peer proxy query rpc rtcp rtmp rtp rtsp sip socks p2p")

func unglued(word string) []string {
	for _, tail := range []string{"port", "host", "ports", "addr", "address", "bind"} {
		if head, found := strings.CutSuffix(word, tail); found && head != "node" && (glued[head] || servers[head] || others[head]) {
			return []string{head, tail}
		}
	}
	return []string{word}
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// has reports whether one of the name's words is in the set.
func (n name) has(set map[string]bool) bool {
	return slices.ContainsFunc(n, func(w string) bool { return set[w] })
}

// goes reports whether a program that has a setting of that name goes to another by it, rather than showing it to
// people. Several of a kind may be numbered: redis2.
func (n name) goes() bool {
	return !n.has(faces) && slices.ContainsFunc(n, func(w string) bool { return others[w] || others[strings.TrimRight(w, "0123456789")] })
}

func (n name) last() string {
	if len(n) == 0 {
		return ""
	}
	return n[len(n)-1]
}

var (
	portWords   = words("port ports")
	hostWords   = words("host")
	udpWords    = words("udp")
	dotnetWords = words("aspnetcore dotnet")
	jmxWords    = words("jmx")
	// besidePort are words that make a port's name one of something else: PORT_TIMEOUT, SERIAL_PORT.
	besidePort = words("auto channel check com count delay device enable enabled file gpio id index interval label length map mapping " +
		"max min mode name names number numbers offset path pool prefix retries retry scan security serial speed step strict suffix switch " +
		"timeout ttl type usb wait")
	listenWords    = words("bind binding binds laddr listen listener listeners listening expose exposed forward published publish")
	advertiseWords = words("advertise advertised announce announced public external")
	addressWords   = words("addr address addresses")
	// others are the words for what a program goes to rather than is.
	others = words("activemq amqp broker brokers bus cache cassandra clickhouse client clients cockroach collector consul couchbase couchdb database " +
		"databases db dd ddb dsn dynamodb elastic elasticsearch email etcd eureka exporter exchange ftp ganglia graphite hazelcast imap influx influxdb jaeger kafka " +
		"keydb kubelet ldap ldaps logstash mail mailer maria mariadb meili meilisearch memcache memcached minio mongo mongodb mqtt mssql mysql nacos namesrv nats neo4j " +
		"opensearch oracle otel otlp peer peers pg pgsql pop pop3 postgres postgresql pulsar pusher qdrant queue rabbit rabbitmq redis registry relay " +
		"remote replica replicas rethinkdb rocketmq s3 seed seeds sentinel sentinels sentry sftp smtp solr sql sqlserver sqs ssh statsd surrealdb syslog " +
		"target targets tempo typesense upstream upstreams valkey vault xdebug zipkin zk zoo zookeeper")
	// faces are the words for what shows one of the others, or how it does, to people and to tools, and so is a server itself.
	faces = words("admin adminer commander console dashboard express gui jmx management ui")
	// servers are the words for the program itself, where the name of its port has more than "port".
	servers = words("admin api app application astro backend console debug dev django fastapi flask frontend gateway graphql grpc health healthz http https " +
		"inspector internal jmx livereload local management metrics monitoring next node nuxt pprof probe prometheus rails rest serve server service site ssl status storybook tcp tls ui udp " +
		"uvicorn virtual vite web webapp websocket ws www")
)

// port reports whether a setting of that name is a port; PORT_NUMBER is one.
func (n name) port() bool {
	if i := len(n) - 1; i > 0 && n[i] == "number" && n[i-1] == "port" {
		n = n[:i]
	}
	return n.has(portWords) && !n.has(besidePort)
}

// commandWords are the words for a command, or for the flags of one: NODE_OPTIONS, START_COMMAND.
var commandWords = words("cmd command options opts args arguments")

// command reports whether a setting of that name is a command or its flags.
func (n name) command() bool { return len(n) > 1 && commandWords[n.last()] }

// inBrowser reports whether a variable is one that a bundler hands to the code in the browser, which connects.
func (n name) inBrowser() bool {
	if len(n) < 3 {
		return false
	}
	switch n[0] {
	case "vite", "gatsby":
		return !slices.Contains([]string{"dev", "server", "hmr"}, n[1])
	case "next", "nuxt", "expo":
		return n[1] == "public"
	case "react", "vue":
		return n[1] == "app"
	}
	return false
}

// portRole returns what a bare port of that name is for; host is the one that belongs to it, empty where none
// is known.
func (n name) portRole(host string) claim.Role {
	switch {
	case n.has(listenWords) || wildcard(host) || n.has(hostWords):
		return claim.Bind
	case n.inBrowser() || n.goes() && !(host == "" && n.forOthers()):
		return claim.Connect
	case host == "" || len(n) == 1 || n.has(servers):
		return claim.Bind
	}
	return claim.Connect
}

// forOthers reports whether a port of that name is the one that others of a kind are to come to: PEER_PORT, clientPort.
func (n name) forOthers() bool {
	i := slices.IndexFunc(n, func(w string) bool { return portWords[w] })
	return i > 0 && (n[i-1] == "client" || n[i-1] == "peer") && !slices.Delete(slices.Clone(n), i-1, i).goes()
}

// literalRole returns what an endpoint in the value of that name is for.
func (n name) literalRole(l literal) claim.Role {
	switch {
	case l.scheme != "" && slices.Contains(n, "forward") && !wildcard(l.Host): // forwardToUrl
		return claim.Connect
	case l.scheme != "" && (n.last() == "target" || n.last() == "upstream"): // where a proxy goes, be it to every address
		return claim.Connect
	case n.has(advertiseWords) && !wildcard(l.Host): // whoever may be told where to go is not told all addresses
		return claim.Connect
	case l.Host == "" || wildcard(l.Host) || n.has(listenWords) || n.listensAtURL():
		return claim.Bind
	case l.scheme == "" && n.port() && !n.has(hostWords): // a host_port that has both is that of another
		return n.portRole(l.Host)
	case (l.scheme == "" || l.scheme == "tcp" || l.scheme == "udp") && n.has(addressWords) && (len(n) == 1 || n.has(servers)) && !n.has(others) && !n.inBrowser():
		return claim.Bind
	}
	return claim.Connect
}

// listensAtURL reports whether the URLs of that name are those that the program serves (.NET:
// ASPNETCORE_URLS, applicationUrl in launchSettings.json).
func (n name) listensAtURL() bool {
	return n.last() == "urls" && (len(n) == 1 || n.has(dotnetWords)) ||
		len(n) >= 2 && n[len(n)-2] == "application" && n.last() == "url"
}
