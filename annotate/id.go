package annotate

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"sync"
	"time"
)

// ID names a thing. Ids from a file are any string and kept as given; ids made
// here are UUIDv7 (RFC 9562), so that two copies of a project never make the same.
type ID string

// IDs makes ids in increasing order. It is safe for use by several goroutines.
type IDs struct {
	now  func() time.Time
	rand io.Reader

	mu   sync.Mutex
	last uint64 // milliseconds and counter of the newest id
}

// NewIDs makes a source of ids from a clock and a source of random bytes that never fails
// (crypto/rand.Reader outside tests).
func NewIDs(now func() time.Time, rand io.Reader) *IDs { return &IDs{now: now, rand: rand} }

// Next makes an id. Within one source each is greater than the one before,
// also when the clock stands still or goes back: the 12 bits after the
// millisecond are a counter that carries into it.
func (s *IDs) Next() ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	tick := uint64(s.now().UnixMilli()) << 12
	s.last = max(tick, s.last+1)

	var b [16]byte
	binary.BigEndian.PutUint64(b[:], s.last>>12<<16|7<<12|s.last&0xFFF)
	if _, err := io.ReadFull(s.rand, b[8:]); err != nil {
		panic("annotate: no random bytes: " + err.Error())
	}
	b[8] = b[8]&0x3F | 0x80

	var out [36]byte
	hex.Encode(out[:8], b[:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:], b[10:])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return ID(out[:])
}
