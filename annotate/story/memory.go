package story

import (
	"sync"

	"galley/annotate"
)

// Memory remembers what texts come to, by their digests, so that finders that
// share it look at each text once. It keeps 512 bytes of a text. Its zero value
// is empty, and several goroutines may use it.
type Memory struct {
	mu         sync.RWMutex
	signatures map[string]signature
}

// Knows tells whether the text of an article was looked at. The article need not
// have its text.
func (m *Memory) Knows(a *annotate.Article) bool {
	_, ok := m.find(a.Digest)
	return ok
}

func (m *Memory) find(digest string) (signature, bool) {
	if m == nil {
		return signature{}, false
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.signatures[digest]
	return s, ok
}

func (m *Memory) keep(digest string, s signature) {
	if m == nil || digest == "" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.signatures == nil {
		m.signatures = map[string]signature{}
	}
	m.signatures[digest] = s
}
