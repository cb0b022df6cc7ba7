package chat_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/chat"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, chat.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, chat.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(`{"messages":[{"role":"user","content":"Police in Lyon, Lyon"},{"role":"assistant","content":"{\"entities\":[{\"text\":\"Lyon\",\"occurrence\":2,\"type\":\"LOC\"}],\"events\":[{\"type\":\"A\",\"trigger\":\"in\",\"arguments\":[{\"role\":\"x\",\"text\":\"Lyon\"}]}]}"}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, chat.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
