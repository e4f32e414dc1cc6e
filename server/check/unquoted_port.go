package check

import (
	"fmt"
	"strconv"
	"strings"
)

// unquotedPort: a mapping of ports that lacks quotes, so that a reader of YAML 1.1 takes it for one number in base 60
// and publishes something else (docker/compose#3109, containers/podman-compose#736). Docker Compose 2 does not (compose-go's
// YAML has no base 60), and a file does not tell which of them reads it.
var unquotedPort = rule{
	code:     "unquoted-port",
	about:    "A port mapping that YAML 1.1 reads as a number in base 60.",
	severity: Hint,
	judge: func(w *World, s subject) *Finding {
		if s.Claim.Quote == nil {
			return nil
		}
		f, _ := w.File(s.Path)
		mapping := s.Claim.Quote.Span.In(f.Text)
		return &Finding{Message: fmt.Sprintf("%s without quotes is the number %d to podman-compose and docker-compose 1; Docker Compose 2 reads it as it is meant", mapping, base60(mapping))}
	},
	fixes: func(_ *World, f Finding, _ Free) []Fix {
		return []Fix{{
			Title:     "Put quotes around it",
			Edits:     map[string][]Edit{f.Place.Path: {{Edit: *f.Place.Claim.Quote}}},
			Preferred: true,
		}}
	},
}

// base60 returns the number that YAML 1.1 reads digits between colons as.
func base60(text string) int {
	sum := 0
	for digits := range strings.SplitSeq(text, ":") {
		n, _ := strconv.Atoi(digits)
		sum = sum*60 + n
	}
	return sum
}
