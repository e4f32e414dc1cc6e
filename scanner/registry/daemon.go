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
	return [...]string{"data store", "message broker", "admin console", "debugger", "remote shell"}[k]
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

// daemons are the ones that developers run, each with the ports of its own documentation; no port is listed twice.
var daemons = [...]Daemon{
	{"PostgreSQL", DataStore, []int{5432}, []string{"postgres", "postgis", "pgvector", "timescale", "psql", "pg", "db", "database"}},
	{"PgBouncer", DataStore, []int{6432}, []string{"pgbouncer", "pgpool", "postgres"}},
	{"MySQL", DataStore, []int{3306, 33060}, []string{"mysql", "mariadb", "percona", "db", "database"}},
	{"Microsoft SQL Server", DataStore, []int{1433, 1434}, []string{"mssql", "sqlserver", "sql-server", "azure-sql-edge", "db", "database"}},
	{"Oracle Database", DataStore, []int{1521}, []string{"oracle", "oradb", "db", "database"}},
	{"IBM Db2", DataStore, []int{50000}, []string{"db2"}},
	{"Firebird", DataStore, []int{3050}, []string{"firebird", "db", "database"}},
	{"MongoDB", DataStore, []int{27017, 27018, 27019}, []string{"mongo", "ferretdb", "db", "database"}},
	{"Redis", DataStore, []int{6379, 6380, 26379}, []string{"redis", "valkey", "keydb", "dragonfly", "sentinel", "cache"}},
	{"Memcached", DataStore, []int{11211}, []string{"memcache", "cache"}},
	{"Elasticsearch", DataStore, []int{9200, 9300}, []string{"elastic", "opensearch"}},
	{"Cassandra", DataStore, []int{9042, 9160}, []string{"cassandra", "scylla"}},
	{"CouchDB", DataStore, []int{5984}, []string{"couch", "db"}},
	{"Couchbase", DataStore, []int{8091, 11210}, []string{"couchbase"}},
	{"CockroachDB", DataStore, []int{26257}, []string{"cockroach", "roach", "crdb"}},
	{"ClickHouse", DataStore, []int{8123}, []string{"clickhouse"}},
	{"InfluxDB", DataStore, []int{8086}, []string{"influx"}},
	{"QuestDB", DataStore, []int{8812}, []string{"questdb"}},
	{"Neo4j", DataStore, []int{7474, 7687}, []string{"neo4j", "memgraph", "bolt"}},
	{"ArangoDB", DataStore, []int{8529}, []string{"arango"}},
	{"RethinkDB", DataStore, []int{28015}, []string{"rethink"}},
	{"SurrealDB", DataStore, []int{8000}, []string{"surrealdb"}},
	{"Qdrant", DataStore, []int{6333, 6334}, []string{"qdrant"}},
	{"Milvus", DataStore, []int{19530}, []string{"milvus"}},
	{"Meilisearch", DataStore, []int{7700}, []string{"meili"}},
	{"Typesense", DataStore, []int{8108}, []string{"typesense"}},
	{"Solr", DataStore, []int{8983}, []string{"solr"}},
	{"Hazelcast", DataStore, []int{5701}, []string{"hazelcast"}},
	{"etcd", DataStore, []int{2379, 2380}, []string{"etcd"}},
	{"MinIO", DataStore, []int{9000, 9001}, []string{"minio"}},
	{"OpenLDAP", DataStore, []int{389}, []string{"ldap"}},
	{"SMB", DataStore, []int{445}, []string{"samba", "smb"}},
	{"NFS", DataStore, []int{2049}, []string{"nfs"}},

	{"Kafka", Broker, []int{9092, 9093, 9094, 29092}, []string{"kafka", "redpanda", "broker"}},
	{"RabbitMQ", Broker, []int{5672}, []string{"rabbit", "amqp", "broker", "queue", "mq"}},
	{"RabbitMQ's console", Admin, []int{15672}, []string{"rabbit", "amqp", "broker", "queue", "mq", "management"}},
	{"NATS", Broker, []int{4222, 8222}, []string{"nats"}},
	{"an MQTT broker", Broker, []int{1883}, []string{"mqtt", "mosquitto", "emqx", "vernemq", "broker"}},
	{"ActiveMQ", Broker, []int{61616}, []string{"activemq", "artemis", "amq", "broker"}},
	{"ActiveMQ's console", Admin, []int{8161}, []string{"activemq", "artemis", "amq"}},
	{"Pulsar", Broker, []int{6650}, []string{"pulsar"}},
	{"NSQ", Broker, []int{4150, 4160}, []string{"nsq"}},
	{"ZooKeeper", Admin, []int{2181}, []string{"zookeeper", "zoo", "zk"}},

	{"the Docker engine", Admin, []int{2375, 2376}, []string{"docker", "dind"}},
	{"the Kubernetes API", Admin, []int{6443}, []string{"kube", "k3s", "apiserver"}},
	{"the kubelet", Admin, []int{10250}, []string{"kubelet"}},
	{"Consul", Admin, []int{8500}, []string{"consul"}},
	{"Vault", Admin, []int{8200}, []string{"vault", "openbao"}},
	{"Nomad", Admin, []int{4646}, []string{"nomad"}},
	{"Traefik's dashboard", Admin, []int{8080}, []string{"traefik"}},
	{"Envoy's admin interface", Admin, []int{9901, 19000}, []string{"envoy"}},
	{"Caddy's admin interface", Admin, []int{2019}, []string{"caddy"}},
	{"Kong's admin interface", Admin, []int{8001, 8444}, []string{"kong"}},
	{"Portainer", Admin, []int{9443}, []string{"portainer"}},
	{"pgAdmin", Admin, []int{5050}, []string{"pgadmin"}},
	{"Adminer", Admin, []int{8081}, []string{"adminer", "phpmyadmin", "mongo-express", "redis-commander"}},
	{"Kibana", Admin, []int{5601}, []string{"kibana", "opensearch-dashboards"}},
	{"Prometheus", Admin, []int{9090}, []string{"prometheus"}},
	{"JupyterLab", Admin, []int{8888}, []string{"jupyter", "notebook"}},
	{"Webmin", Admin, []int{10000}, []string{"webmin"}},
	{"MailHog or Mailpit", Admin, []int{8025}, []string{"mailhog", "mailpit"}},

	{"Node's inspector", Debugger, []int{9229}, []string{"inspect", "node", "debug"}},
	{"Chrome's remote debugging", Debugger, []int{9222}, []string{"chrome", "chromium", "browserless", "debug"}},
	{"a Java debugger (JDWP)", Debugger, []int{5005, 8787}, []string{"jdwp", "java", "debug", "jvm"}},
	{"debugpy", Debugger, []int{5678}, []string{"debugpy", "ptvsd", "debug", "python"}},
	{"Delve", Debugger, []int{2345, 40000}, []string{"dlv", "delve", "debug"}},
	{"gdbserver", Debugger, []int{1234}, []string{"gdb", "qemu", "debug"}},
	{"Ruby's debugger", Debugger, []int{12345}, []string{"rdbg", "ruby", "debug"}},
	{"a JMX agent", Debugger, []int{1099, 9010}, []string{"jmx", "rmi"}},
	{"Android's debug bridge", Debugger, []int{5037, 5555}, []string{"adb", "android"}},

	{"SSH", Shell, []int{22, 2222}, []string{"ssh", "sftp"}},
	{"Telnet", Shell, []int{23}, []string{"telnet"}},
	{"VNC", Shell, []int{5900, 5901}, []string{"vnc", "screen"}},
	{"Remote Desktop", Shell, []int{3389}, []string{"rdp", "desktop"}},
	{"an X server", Shell, []int{6000}, []string{"x11", "xserver"}},
	{"a terminal in the browser", Shell, []int{7681}, []string{"ttyd", "terminal", "shell"}},
}
