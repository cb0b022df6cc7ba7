package editor

import (
	"runtime"
	"testing"

	"galley/app/page"
	"galley/app/tokens"
)

// TestMemory holds what is kept for an article of 1 MB, every line of it laid
// out and every part of it looked at, to 30 bytes a character beyond the text.
func TestMemory(t *testing.T) {
	d := long(1_000_000)
	styles()
	fonts().Family(0)
	before := heap()
	kit := page.NewKit(fonts(), tokens.Default())
	p := page.New(kit, benchWidth, benchHeight)
	p.Set(newState(d))
	for !p.LayoutSome(64 << 10) {
	}
	for i := range 50 {
		p.ScrollTo(d.Article.Text.Len() / 50 * i)
		p.Draw(benchScale)
	}
	kept := float64(heap()-before) / float64(d.Article.Text.CodePoints())
	t.Logf("%.1f bytes a character", kept)
	if kept > 30 {
		t.Errorf("%.1f bytes are kept for each character", kept)
	}
	runtime.KeepAlive(p)
	runtime.KeepAlive(d)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
