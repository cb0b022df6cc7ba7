package ui

import "fmt"

// Plural is a number with its thing: "1 mention", "2 mentions".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
