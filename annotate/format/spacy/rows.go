package spacy

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
)

// row is what the table says of a token: a number for each of attrs.
type row [5]uint64

const (
	wordSize = 8                     // bytes of a number
	rowSize  = len(row{}) * wordSize // bytes of a row
	tailSize = rowSize - wordSize    // all but the word
)

// rowPacker compresses rows by DEFLATE. It looks for what was there before only
// at the same place of earlier rows, which finds all that there is to find and is
// several times as fast as looking everywhere.
type rowPacker struct {
	blocks
	words [1 << 13]lastRow[uint64] // by the last bits of the word's hash
	tails []lastRow[[4]uint64]     // by number; few are different
	data  []byte                   // the rows as they are
}

// lastRow is the last row in which something stood.
type lastRow[T any] struct {
	is   T
	row  int // from 1; 0: none
	tail int // of a word: the number of the tail beside it
}

// pack compresses rows, the numbers of which begin with their lowest byte.
func (p *rowPacker) pack(rows []row) piece {
	*p = rowPacker{blocks: blocks{bitWriter: bitWriter{out: p.out[:0]}, symbols: p.symbols[:0]}, tails: p.tails[:0], data: p.data[:0]}
	for i, r := range rows {
		p.add(i+1, r)
		for _, x := range r {
			p.data = binary.LittleEndian.AppendUint64(p.data, x)
		}
	}
	return piece{bytes.Clone(p.finish()), adler32.Checksum(p.data), int64(len(p.data))}
}

func (p *rowPacker) add(n int, r row) {
	word := &p.words[r[0]%uint64(len(p.words))]
	number := p.tail([4]uint64(r[1:]))
	tail := &p.tails[number]
	back := func(row int) int { // in bytes; 0: it is too far
		if d := (n - row) * rowSize; row > 0 && d <= maxBack {
			return d
		}
		return 0
	}
	toWord, toTail := back(word.row), back(tail.row)
	if word.is != r[0] {
		toWord = 0
	}
	if toWord > 0 && word.tail == number {
		p.match(rowSize, toWord)
	} else {
		p.part(r[:1], toWord)
		p.part(r[1:], toTail)
	}
	*word = lastRow[uint64]{r[0], n, number}
	tail.row = n
}

// part adds numbers that stand so many bytes before, or nowhere.
func (p *rowPacker) part(numbers []uint64, back int) {
	if back > 0 {
		p.match(len(numbers)*wordSize, back)
		return
	}
	for _, x := range numbers {
		p.number(x)
	}
}

// tail is the number of a tail, which may be new.
func (p *rowPacker) tail(is [4]uint64) int {
	for i := range p.tails {
		if p.tails[i].is == is {
			return i
		}
	}
	p.tails = append(p.tails, lastRow[[4]uint64]{is: is})
	return len(p.tails) - 1
}
