package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// workers are programs that listen nowhere by what their environment says: those that work off queues, build, test or look.
// PORT is given to them along with a server, or for them to go there.
var workers = words("sidekiq resque good_job delayed_job shoryuken que rake rq dramatiq arq huey faktory horizon tsc tsup esbuild rollup " +
	"jest vitest mocha pytest rspec eslint prettier tail electron cypress open wait-on")

// workerNames are the words that people call such programs by.
var workerNames = words("worker workers queue queues cron scheduler consumer consumers jobs sidekiq celery beat")

// isWorker reports whether a process is called as one that listens nowhere.
func isWorker(name string) bool { return nameOf(name).has(workerNames) }

// servesNothing reports whether a command is one that listens nowhere by what its environment says.
func servesNothing(command []syntax.Text) bool {
	argued := func(wanted ...string) bool {
		return slices.ContainsFunc(command[1:], func(w syntax.Text) bool { return slices.Contains(wanted, w.Value) })
	}
	switch program := programName(command[0].Value); program {
	case "celery":
		return argued("worker", "beat")
	case "rails":
		return slices.ContainsFunc(command[1:], func(w syntax.Text) bool {
			return strings.Contains(w.Value, ":work") || strings.HasPrefix(w.Value, "db:")
		})
	case "artisan", "php":
		return argued("queue:work", "queue:listen", "schedule:work", "horizon")
	case "python", "python3":
		return argued("celery") && argued("worker", "beat") || argued("rqworker", "qcluster", "run_huey", "db_worker")
	case "jobs":
		return strings.HasPrefix(command[0].Value, "bin/") || strings.HasPrefix(command[0].Value, "./bin/")
	default:
		return workers[program]
	}
}
