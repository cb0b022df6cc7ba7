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

func TestRead(t *testing.T) {
	formattest.Cases(t, chat.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "quotes",
			File: `{"messages":[{"role":"user","content":"Lyon, Lyon and Nice"},{"role":"assistant","content":"{\"entities\":[{\"text\":\"Lyon\",\"occurrence\":2,\"type\":\"A\"},{\"text\":\"Lyon\",\"type\":\"B\"},{\"text\":\"Lyon and Nice\",\"fragments\":[\"Lyon\",\"Nice\"],\"type\":\"C\"}],\"events\":[{\"type\":\"E\",\"trigger\":\"and\",\"arguments\":[{\"role\":\"x\",\"text\":\"Lyon\",\"occurrence\":2}]}]}"}]}`,
			Want: []string{`"Lyon, Lyon and Nice"`, `m2 B "Lyon"`, `m1 A "Lyon"`, `m3 C "Lyon Nice"`, `v1 E "and" x:m1`},
		},
		{
			Name:   "faults",
			File:   `{"messages":[{"role":"user","content":"Lyon"},{"role":"assistant","content":"{\"entities\":[{\"text\":\"Nice\",\"type\":\"A\"},{\"text\":\"Lyon\",\"occurrence\":2,\"type\":\"A\"},{\"text\":\"\",\"type\":\"A\"}],\"events\":[{\"type\":\"E\",\"trigger\":\"Lyon\",\"arguments\":[{\"role\":\"x\",\"text\":\"Nice\"}]}]}"}]}`,
			Want:   []string{`"Lyon"`, `v1 E "Lyon"`},
			Issues: []string{`x.jsonl, line 1, "Nice": text_differs`, `x.jsonl, line 1, "Lyon": text_differs`, `x.jsonl, line 1, "": text_differs`, `x.jsonl, line 1, event v1: unknown_reference`},
		},
		{
			Name:   "no JSON",
			File:   `{"messages":[{"role":"user","content":"Lyon"},{"role":"assistant","content":"Sure!"}]}`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.jsonl, line 1, answer: bad_json`},
		},
		{
			Name:   "no answer",
			File:   `{"messages":[{"role":"user","content":"x"}]}`,
			Issues: []string{`x.jsonl, line 1: missing`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, chat.Format{}, "articles.jsonl")))
	f.Add(`{"messages":[{"role":"user","content":"Police in Lyon, Lyon"},{"role":"assistant","content":"{\"entities\":[{\"text\":\"Lyon\",\"occurrence\":2,\"type\":\"LOC\"}],\"events\":[{\"type\":\"A\",\"trigger\":\"in\",\"arguments\":[{\"role\":\"x\",\"text\":\"Lyon\"}]}]}"}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, chat.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
