package registry

import "slices"

// A Kind groups daemons by what a stranger who reaches one can do.
type Kind uint8

const (
	// DataStore lets a stranger read and change data.
	DataStore Kind = iota
	// Broker lets a stranger read and send messages.
	Broker
	// Admin lets a stranger govern a machine, a cluster or another daemon.
	Admin
	// Debugger lets a stranger run code in the program that is debugged.
	Debugger
	// Shell lets a stranger run commands or see the screen.
	Shell
)

// String returns the kind as a sentence has it: "data store", "message broker" and so on.
func (k Kind) String() string {
	return [...]string{"data store", "message broker", "admin interface", "debugger", "remote shell"}[k]
}

// A Daemon is a program that should not be open to other machines, and the ports it takes unless told otherwise.
type Daemon struct {
	// Name is what people call it.
	Name string
	Kind Kind
	// Ports are its usual ones.
	Ports []int
	// Words are lower-case parts of the names that its images, services, commands and settings have. A port alone
	// says little, a word alone too; together they say much.
	Words []string
	// Inside are the ports of its image that mean nothing without its name, as too many other programs take them.
	Inside []int
}

// Sensitive returns the daemon whose usual port this is, and false where none is known.
func Sensitive(port int) (Daemon, bool) {
	for _, d := range daemons {
		if slices.Contains(d.Ports, port) {
			return d, true
		}
	}
	return Daemon{}, false
}

// Named returns the first daemon that takes the port, be it under its name alone, and that is; false where there is none.
func Named(port int, is func(Daemon) bool) (Daemon, bool) {
	for _, d := range daemons {
		if (slices.Contains(d.Ports, port) || slices.Contains(d.Inside, port)) && is(d) {
			return d, true
		}
	}
	return Daemon{}, false
}

// daemons are the ones that developers run, each with the ports of its own documentation; no port is listed twice.
var daemons = [...]Daemon{
	{"PostgreSQL", DataStore, []int{5432}, []string{"postgres", "postgis", "pgvector", "timescale", "psql", "pg", "db", "database"}, nil},
	{"PgBouncer", DataStore, []int{6432}, []string{"pgbouncer", "pgpool", "postgres"}, nil},
	{"MySQL", DataStore, []int{3306, 33060}, []string{"mysql", "mariadb", "percona", "db", "database"}, nil},
	{"Microsoft SQL Server", DataStore, []int{1433, 1434}, []string{"mssql", "sqlserver", "sql-server", "azure-sql-edge", "db", "database"}, nil},
	{"Oracle Database", DataStore, []int{1521}, []string{"oracle", "oradb", "db", "database"}, nil},
	{"IBM Db2", DataStore, []int{50000}, []string{"db2"}, nil},
	{"Firebird", DataStore, []int{3050}, []string{"firebird", "db", "database"}, nil},
	{"MongoDB", DataStore, []int{27017, 27018, 27019}, []string{"mongo", "ferretdb", "db", "database"}, nil},
	{"Redis", DataStore, []int{6379, 6380, 26379}, []string{"redis", "valkey", "keydb", "dragonfly", "sentinel", "cache"}, nil},
	{"Memcached", DataStore, []int{11211}, []string{"memcache", "cache"}, nil},
	{"Elasticsearch", DataStore, []int{9200, 9300}, []string{"elastic", "opensearch"}, nil},
	{"Cassandra", DataStore, []int{9042, 9160}, []string{"cassandra", "scylla"}, nil},
	{"CouchDB", DataStore, []int{5984}, []string{"couch", "db"}, nil},
	{"Couchbase", DataStore, []int{8091, 11210}, []string{"couchbase"}, nil},
	{"CockroachDB", DataStore, []int{26257}, []string{"cockroach", "roach", "crdb"}, nil},
	{"ClickHouse", DataStore, []int{8123}, []string{"clickhouse"}, nil},
	{"InfluxDB", DataStore, []int{8086}, []string{"influx"}, nil},
	{"QuestDB", DataStore, []int{8812}, []string{"questdb"}, nil},
	{"Neo4j", DataStore, []int{7474, 7687}, []string{"neo4j", "memgraph", "bolt"}, nil},
	{"ArangoDB", DataStore, []int{8529}, []string{"arango"}, nil},
	{"RethinkDB", DataStore, []int{28015}, []string{"rethink"}, nil},
	{"SurrealDB", DataStore, []int{8000}, []string{"surrealdb"}, nil},
	{"Qdrant", DataStore, []int{6333, 6334}, []string{"qdrant"}, nil},
	{"Milvus", DataStore, []int{19530}, []string{"milvus"}, nil},
	{"Meilisearch", DataStore, []int{7700}, []string{"meili"}, nil},
	{"Typesense", DataStore, []int{8108}, []string{"typesense"}, nil},
	{"Solr", DataStore, []int{8983}, []string{"solr"}, nil},
	{"Hazelcast", DataStore, []int{5701}, []string{"hazelcast"}, nil},
	{"etcd", DataStore, []int{2379, 2380}, []string{"etcd"}, nil},
	{"MinIO", DataStore, []int{9000, 9001}, []string{"minio"}, nil},
	{"OpenLDAP", DataStore, []int{389}, []string{"ldap"}, nil},
	{"SMB", DataStore, []int{445}, []string{"samba", "smb"}, nil},
	{"NFS", DataStore, []int{2049}, []string{"nfs"}, nil},

	{"Kafka", Broker, []int{9092, 9093, 9094, 29092}, []string{"kafka", "redpanda", "broker"}, nil},
	{"RabbitMQ", Broker, []int{5672}, []string{"rabbit", "amqp", "broker", "queue", "mq"}, nil},
	{"RabbitMQ's console", Admin, []int{15672}, []string{"rabbit", "amqp", "broker", "queue", "mq", "management"}, nil},
	{"NATS", Broker, []int{4222, 8222}, []string{"nats"}, nil},
	{"an MQTT broker", Broker, []int{1883}, []string{"mqtt", "mosquitto", "emqx", "vernemq", "broker"}, nil},
	{"ActiveMQ", Broker, []int{61616}, []string{"activemq", "artemis", "amq", "broker"}, nil},
	{"ActiveMQ's console", Admin, []int{8161}, []string{"activemq", "artemis", "amq"}, nil},
	{"Pulsar", Broker, []int{6650}, []string{"pulsar"}, nil},
	{"NSQ", Broker, []int{4150, 4160}, []string{"nsq"}, nil},
	{"ZooKeeper", DataStore, []int{2181}, []string{"zookeeper", "zoo", "zk"}, nil},

	{"the Docker engine", Admin, []int{2375, 2376}, []string{"docker", "dind"}, nil},
	{"the Kubernetes API", Admin, []int{6443}, []string{"kube", "k3s", "apiserver"}, nil},
	{"the kubelet", Admin, []int{10250}, []string{"kubelet"}, nil},
	{"Consul", Admin, []int{8500}, []string{"consul"}, nil},
	{"Vault", Admin, []int{8200}, []string{"vault", "openbao"}, nil},
	{"Nomad", Admin, []int{4646}, []string{"nomad"}, nil},
	{"Traefik's dashboard", Admin, []int{8080}, []string{"traefik"}, nil},
	{"Envoy's admin interface", Admin, []int{9901, 19000}, []string{"envoy"}, nil},
	{"Caddy's admin interface", Admin, []int{2019}, []string{"caddy"}, nil},
	{"Kong's admin interface", Admin, []int{8001, 8444}, []string{"kong"}, nil},
	{"Portainer", Admin, []int{9443}, []string{"portainer"}, []int{8000, 9000}},
	{"pgAdmin", Admin, []int{5050}, []string{"pgadmin"}, []int{80, 443}},
	{"phpMyAdmin", Admin, nil, []string{"phpmyadmin"}, []int{80, 443, 8080, 8081}},
	{"Adminer", Admin, []int{8081}, []string{"adminer"}, []int{8080}},
	{"mongo-express", Admin, nil, []string{"mongo-express"}, []int{8081}},
	{"Redis Commander", Admin, nil, []string{"redis-commander"}, []int{8081}},
	{"Redis Insight", Admin, []int{5540}, []string{"redisinsight", "redis-insight"}, []int{8001}},
	{"a Kafka console", Admin, nil, []string{"kafka-ui", "kafdrop", "akhq"}, []int{8080, 9000}},
	{"Kibana", Admin, []int{5601}, []string{"kibana", "opensearch-dashboards"}, nil},
	{"Prometheus", Admin, []int{9090}, []string{"prometheus"}, nil},
	{"JupyterLab", Admin, []int{8888}, []string{"jupyter", "notebook"}, nil},
	{"Webmin", Admin, []int{10000}, []string{"webmin"}, nil},
	{"MailHog or Mailpit", Admin, []int{8025}, []string{"mailhog", "mailpit"}, nil},

	{"Node's inspector", Debugger, []int{9229}, []string{"inspect", "node", "debug"}, []int{9230}},
	{"Chrome's remote debugging", Debugger, []int{9222}, []string{"chrome", "chromium", "browserless", "debug"}, nil},
	{"a Java debugger (JDWP)", Debugger, []int{5005, 8787}, []string{"jdwp", "java", "debug", "jvm"}, nil},
	{"debugpy", Debugger, []int{5678}, []string{"debugpy", "ptvsd", "debug", "python"}, nil},
	{"Delve", Debugger, []int{2345, 40000}, []string{"dlv", "delve", "debug"}, nil},
	{"gdbserver", Debugger, []int{1234}, []string{"gdb", "qemu", "debug"}, nil},
	{"Ruby's debugger", Debugger, []int{12345}, []string{"rdbg", "ruby", "debug"}, nil},
	{"a JMX agent", Debugger, []int{1099, 9010}, []string{"jmx", "rmi"}, nil},
	{"Android's debug bridge", Debugger, []int{5037, 5555}, []string{"adb", "android"}, nil},

	{"SSH", Shell, []int{22, 2222}, []string{"ssh", "sftp"}, nil},
	{"Telnet", Shell, []int{23}, []string{"telnet"}, nil},
	{"VNC", Shell, []int{5900, 5901}, []string{"vnc", "screen"}, nil},
	{"Remote Desktop", Shell, []int{3389}, []string{"rdp", "desktop"}, nil},
	{"an X server", Shell, []int{6000}, []string{"x11", "xserver"}, nil},
	{"a terminal in the browser", Shell, []int{7681}, []string{"ttyd", "terminal", "shell"}, nil},
}
