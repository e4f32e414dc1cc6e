package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The settings of a Django application (docs.djangoproject.com/en/stable/ref/settings) and of others in Python that
// take their form: databases, caches, brokers, mail. Nothing listens there.
var _ = register(format{
	name: "django",
	files: []string{
		"settings.py", "settings_*.py", "*_settings.py", "*settings/*.py", "local_settings*.py", "celeryconfig.py", "celery_config.py",
		"superset_config*.py", "config.py", "*_config.py", "configuration*.py",
	},
	is: func(f File) bool {
		name := strings.ToLower(f.Name)
		return strings.Contains(name, "settings") || strings.Contains(name, "celery") || strings.Contains(name, "superset") || djangoOnly.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		var p programSettings
		p.walk(syntax.Code(f.Text, syntax.Python), "", 0)
		return allGoing(manual{
			{at: "**.hosts.port", role: claim.Connect, host: ".host"},
			{at: "emailPort", role: claim.Connect, host: "emailHost", otherwise: "localhost"},
		}.named(append(p.named, p.written...), serverBase(f, "")))
	},
})

// djangoOnly finds a setting that only such an application has.
var djangoOnly = regexp.MustCompile(`(?m)^\s*(ALLOWED_HOSTS|CELERY_BROKER_URL|DATABASES|INSTALLED_APPS|SECRET_KEY|SQLALCHEMY_DATABASE_URI)\s*=`)
