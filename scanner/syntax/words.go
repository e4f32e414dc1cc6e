package syntax

import "strings"

// A Command is one simple command of a shell line.
type Command struct {
	// Sets are the assignments in front of it: PORT=3000.
	Sets []Text
	// Words are its name and its arguments, quotes undone.
	Words []Text
	// Files are the targets of its redirections.
	Files []Text
	// Beside is set where the next command does not wait for this one to end: a & b, a | b.
	Beside bool
	// Or is set where the command is run only if the one before has failed: a || b. Branch is set where the shell chooses
	// whether to run it, by if or case.
	Or, Branch bool
}

// Commands returns the simple commands of a shell text in the order they begin in, those inside $( ), ` ` and
// ( ) included. It reads what POSIX shells, cmd.exe and npm have in common: quotes, escapes, assignments,
// separators, redirections and comments; it expands nothing (see Text.Interpolate). A quote that is not closed
// ends with the text.
func Commands(t Text) []Command {
	r := shell{t: t, word: builder{source: t}}
	r.run(0)
	return r.done
}

type shell struct {
	t     Text
	i     int
	depth int // of substitutions around this one
	done  []Command

	command  Command
	word     builder
	inWord   bool // a word has begun; it may be empty, as in ""
	redirect bool // the next word is a file
	cases    bool // what follows are the branches of a case
}

// run reads up to the byte that ends this nesting, or to the end of the text.
func (r *shell) run(end byte) {
	for r.i < len(r.t.Value) {
		c := r.t.Value[r.i]
		switch {
		case c == end && end != 0:
			r.endCommand(false)
			return
		case c == ' ' || c == '\t' || c == '\r':
			r.endWord()
		case c == '\n' || c == ';' || c == '(' || c == ')':
			r.endCommand(false)
		case c == '&' || c == '|':
			double := strings.HasPrefix(r.t.Value[r.i+1:], string(c))
			if double {
				r.i++
			}
			r.endCommand(!double)
			r.command.Or = double && c == '|'
		case c == '#' && !r.inWord:
			r.skipComment()
			continue
		case c == '<' || c == '>':
			r.redirection()
			continue
		case c == '\'':
			r.single()
		case c == '"':
			r.double()
		case c == '\\':
			r.escape()
		case c == '`' || c == '$' && strings.HasPrefix(r.t.Value[r.i:], "$("):
			r.substitution()
		default:
			r.take(r.i)
		}
		r.i++
	}
	r.endCommand(false)
}

// take appends byte i to the word.
func (r *shell) take(i int) {
	r.inWord = true
	r.word.add(r.t.Value[i], i)
}

func (r *shell) skipComment() {
	if n := strings.IndexByte(r.t.Value[r.i:], '\n'); n >= 0 {
		r.i += n
	} else {
		r.i = len(r.t.Value)
	}
}

// redirection reads 2>&1, >>file and the like up to the file's name.
func (r *shell) redirection() {
	if strings.Trim(string(r.word.value), "0123456789") == "" {
		r.drop()
	}
	r.endWord()
	r.redirect = true
	for r.i < len(r.t.Value) && strings.IndexByte("<>&|", r.t.Value[r.i]) >= 0 {
		r.i++
	}
}

func (r *shell) single() {
	r.inWord = true
	end := r.quoteLimit('\'')
	for r.i++; r.i < end && r.t.Value[r.i] != '\''; r.i++ {
		r.take(r.i)
	}
	r.unclosed(end)
}

// quoteLimit returns how far a text in quotes can reach: one that nothing closes ends with its line.
func (r *shell) quoteLimit(quote byte) int {
	if strings.IndexByte(r.t.Value[r.i+1:], quote) >= 0 {
		return len(r.t.Value)
	}
	return trimEnd(r.t.Value, r.i+1, lineEnd(r.t.Value, r.i, len(r.t.Value)))
}

// unclosed steps back in front of the end of a line that has ended a quote, as that ends a command as well.
func (r *shell) unclosed(end int) {
	if r.i == end && end < len(r.t.Value) {
		r.i--
	}
}

func (r *shell) double() {
	r.inWord = true
	end := r.quoteLimit('"')
	defer func() { r.unclosed(end) }()
	for r.i++; r.i < end && r.t.Value[r.i] != '"'; r.i++ {
		switch {
		case r.t.Value[r.i] == '\\' && r.i+1 < len(r.t.Value) && strings.IndexByte("\"\\$`\n", r.t.Value[r.i+1]) >= 0:
			r.escape()
		case strings.HasPrefix(r.t.Value[r.i:], "$("):
			r.substitution()
		default:
			r.take(r.i)
		}
	}
}

// escape takes the byte behind a backslash as it is; a line end there joins two lines.
func (r *shell) escape() {
	switch rest := r.t.Value[r.i+1:]; {
	case strings.HasPrefix(rest, "\r\n"):
		r.i += 2
	case strings.HasPrefix(rest, "\n"):
		r.i++
	case rest == "":
		r.take(r.i)
	default:
		r.i++
		r.take(r.i)
	}
}

// substitution reads the commands of $( ) or ` `; the word goes on behind them without their output.
func (r *shell) substitution() {
	end, start := byte('`'), r.i+1
	if r.t.Value[r.i] == '$' {
		end, start = ')', r.i+2
	}
	if r.depth == maxNesting {
		r.take(r.i)
		return
	}
	inner := shell{t: r.t, i: start, depth: r.depth + 1, word: builder{source: r.t}}
	inner.run(end)
	r.i = inner.i
	r.done = append(r.done, inner.done...)
	r.inWord = true
}

// reserved are the words of the shell's grammar that a command may follow (POSIX, "Shell Grammar").
var reserved = map[string]bool{"if": true, "then": true, "elif": true, "else": true, "while": true, "until": true, "do": true, "!": true, "{": true}

func (r *shell) endWord() {
	if !r.inWord {
		return
	}
	word := r.word.text()
	switch {
	case r.redirect:
		r.command.Files = append(r.command.Files, word)
	case len(r.command.Words) == 0 && reserved[word.Value]:
		r.command.Branch = r.command.Branch || word.Value == "then" || word.Value == "else" || word.Value == "elif"
	case len(r.command.Words) == 0 && assigns(word.Value):
		r.command.Sets = append(r.command.Sets, word)
	default:
		r.command.Words = append(r.command.Words, word)
	}
	r.redirect = false
	r.drop()
}

func (r *shell) drop() {
	r.word.value, r.word.at, r.inWord = r.word.value[:0], r.word.at[:0], false
}

func (r *shell) endCommand(beside bool) {
	r.endWord()
	r.redirect = false
	if len(r.command.Words)+len(r.command.Sets)+len(r.command.Files) > 0 {
		r.command.Beside = beside
		if len(r.command.Words) > 0 && (r.command.Words[0].Value == "case" || r.command.Words[0].Value == "esac") {
			r.cases = r.command.Words[0].Value == "case"
		}
		r.command.Branch = r.command.Branch || r.cases
		r.done = append(r.done, r.command)
	}
	r.command = Command{}
}

// assigns reports whether a word is an assignment, NAME=value.
func assigns(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && name != "" && nameLength(name) == len(name) && !strings.Contains(name, ".")
}
