package settings

import "strings"

// nearest returns the word that somebody who wrote another one most likely meant, and "" where none is near.
func nearest(word string, words []string) string {
	if len(word) > longest {
		return ""
	}
	best, least := "", 1+len(word)/3
	for _, w := range words {
		if len(word) >= shortest && strings.HasPrefix(w, word) {
			return w
		}
		if d := distance(word, w); d <= least && w != word {
			best, least = w, d-1
		}
	}
	return best
}

// shortest is how many bytes the beginning of a word must have to tell the word.
const shortest = 3

// longest is how many bytes a word has at most for which it is worth while to look for one that is near.
const longest = 64

// distance returns how many letters have to be put in, taken out or exchanged to get from one word to another, two
// neighbours that change places counting once (optimal string alignment).
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := range len(a) {
		before, last, row := rows[0], rows[1], rows[2]
		row[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j]+change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		rows = [3][]int{last, row, before}
	}
	return rows[1][len(b)]
}
