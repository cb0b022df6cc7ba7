// Command galleyctl does without a window what Galley does in one: it makes
// projects, takes articles and annotations in, and gives data sets out.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], newOutput(os.Stdout, os.Stderr))
	stop()
	os.Exit(code)
}
