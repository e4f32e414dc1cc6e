package format

import (
	"path"
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A heredoc is a text inside of a Dockerfile that an instruction is given (docs.docker.com/reference/dockerfile,
// "Here-Documents").
type heredoc struct {
	// at is the place of the word behind the << that announces it.
	at int
	// name is the word that ends it.
	name string
	text syntax.Text
}

// heredocMark finds what announces a heredoc: <<EOF, <<-EOF, <<"EOF".
var heredocMark = regexp.MustCompile(`(?:^|[^<])<<-?["']?(\w[\w.-]*)["']?`)

// heredocs returns the heredocs of a Dockerfile, and the file with blanks in their place, so that no line of them is taken
// for an instruction. One whose end is still to be typed ends before the next instruction.
func heredocs(text string, mark byte) ([]heredoc, string) {
	if !strings.Contains(text, "<<") {
		return nil, text
	}
	var all []heredoc
	blanked := []byte(text)
	retries := 4*len(text) + 1<<16 // how many bytes may be looked through in vain, so that the time is linear
	word, going := "", false
	for start := 0; start < len(text); {
		line, at := lineAt(text, start), start
		start = min(len(text), start+len(line)+1)
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "#") {
			continue
		}
		if first := firstWord(line); instructions[first] {
			word = first
		} else if !going && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			word = ""
		}
		if going = strings.HasSuffix(trimmed, string(mark)); going || word != "run" && word != "copy" && word != "add" {
			continue
		}
		for _, found := range heredocMark.FindAllStringSubmatchIndex(line, -1) {
			name, begin := line[found[2]:found[3]], start
			end := heredocEnd(text, start, name, line, &retries)
			all = append(all, heredoc{at + found[2], name, syntax.Verbatim(text[begin:end], begin)})
			if start = end; strings.TrimSpace(lineAt(text, end)) == name {
				start = min(len(text), end+len(lineAt(text, end))+1)
			}
			for i := begin; i < start; i++ {
				if blanked[i] != '\n' {
					blanked[i] = ' '
				}
			}
		}
	}
	return all, string(blanked)
}

// heredocEnd returns where the heredoc ends whose text begins at start, in front of the line with its name. Where that is
// missing, it is in front of the next instruction: the same name is announced again before it comes, or it never comes.
func heredocEnd(text string, start int, name, announcing string, retries *int) int {
	next := -1
	for i := start; i < len(text); {
		line := lineAt(text, i)
		if strings.TrimSpace(line) == name {
			return i
		}
		if isInstruction(line, announcing) {
			if next < 0 {
				next = i
			}
			if announces(line, name) || *retries < 0 {
				return next
			}
		}
		if next >= 0 {
			*retries -= len(line) + 1
		}
		i += len(line) + 1
	}
	if next < 0 {
		return len(text)
	}
	return next
}

// isInstruction reports whether a line begins with an instruction that is written as the one of another line is, and is no
// deeper.
func isInstruction(line, like string) bool {
	word, other := strings.TrimLeft(line, " \t"), strings.TrimLeft(like, " \t")
	if len(line)-len(word) > len(like)-len(other) || !instructions[firstWord(line)] || other == "" {
		return false
	}
	return upper(word[0]) == upper(other[0])
}

// announces reports whether a line announces a heredoc of a name.
func announces(line, name string) bool {
	for _, found := range heredocMark.FindAllStringSubmatch(line, -1) {
		if found[1] == name {
			return true
		}
	}
	return false
}

// announced returns the heredocs that a line of the file announces. Those of the lines before are done with.
func (d *dockerfile) announced(line syntax.Text) []heredoc {
	place := line.Span(0, len(line.Value))
	for len(d.heredocs) > 0 && d.heredocs[0].at < place.Start {
		d.heredocs = d.heredocs[1:]
	}
	n := 0
	for n < len(d.heredocs) && d.heredocs[n].at < place.End {
		n++
	}
	return d.heredocs[:n]
}

// texts reads what the heredocs of an instruction are: files of the container where they are copied, or written by the
// command that is given them. What RUN runs is over before the container starts. Whether it is this file that the program goes
// by, and which program, nothing tells.
func (d *dockerfile) texts(word string, line syntax.Text, base claim.Claim) {
	base.Unsure = true
	for _, h := range d.announced(line) {
		target := heredocTarget(word, line, h.name)
		switch {
		case target == "":
		case word != "run" && (strings.HasSuffix(target, ".sh") || shebang.MatchString(h.text.Value)): // what starts the program
			d.claims = append(d.claims, lineClaims(h.text.Interpolate(), base)...)
		default:
			d.claims = append(d.claims, embeddedFile(strings.TrimPrefix(target, "/"), h.text, base)...)
		}
	}
}

// shebang finds the first line of a shell's script.
var shebang = regexp.MustCompile(`^[ \t]*#!.*\b(sh|bash|ash|dash)[ \t]*\r?\n`)

// heredocTarget returns the file that a heredoc ends up in, empty where it is none.
func heredocTarget(word string, line syntax.Text, name string) string {
	for _, c := range syntax.Commands(line) {
		if word != "run" {
			if len(c.Words) == 0 {
				continue
			}
			target := c.Words[len(c.Words)-1].Value
			if strings.HasSuffix(target, "/") {
				return path.Join(target, name)
			}
			return target
		}
		given, written := false, ""
		for _, f := range c.Files {
			if f.Value == name || f.Value == "-"+name {
				given = true
			} else {
				written = f.Value
			}
		}
		if given && written == "" && len(c.Words) > 1 && c.Words[0].Value == "tee" {
			written = c.Words[len(c.Words)-1].Value
		}
		if given {
			return written
		}
	}
	return ""
}
