// Command powercut commits acts to a project and acknowledges each on standard
// output, through libc, where the recorder sees it.
package main

/*
#include <stdio.h>
#include <unistd.h>
static void acknowledge(int n) {
	char b[32];
	int len = snprintf(b, sizeof b, "%d\n", n);
	if (write(1, b, len) < 0) _exit(1);
}
*/
import "C"

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/span"
	"galley/store"
	"galley/store/sqlite"
)

func main() {
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	s, err := sqlite.Open(ctx, os.Args[1], store.Options{Program: "powercut"})
	if err != nil {
		log.Fatal(err)
	}
	for i := 1; i <= n; i++ {
		if err := s.Commit(ctx, act(i)); err != nil {
			log.Fatal(err)
		}
		C.acknowledge(C.int(i))
	}
	if err := s.Close(); err != nil {
		log.Fatal(err)
	}
}

func act(n int) annotate.Transaction {
	body := strings.Repeat(fmt.Sprintf("word%d of %d ", n, n*7919%1009), 50+n%300)
	a := annotate.NewArticle(annotate.Article{ID: annotate.ID(fmt.Sprint("a", n*7919%100003)), Key: fmt.Sprint(n)}, body)
	l := annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}
	tx := annotate.Transaction{ID: annotate.ID(fmt.Sprint("act", n)), Author: "ada", At: time.UnixMilli(int64(n)), Edits: []annotate.Edit{{After: a}}}
	for m := range n % 40 {
		tx.Edits = append(tx.Edits, annotate.Edit{Layer: l, After: &annotate.Mention{
			ID: annotate.ID(fmt.Sprint("m", m)), Label: "PER", Spans: []span.Span{{Start: m, End: m + 3}},
		}})
	}
	return tx
}
