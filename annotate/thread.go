package annotate

// Thread is a note with the replies to it. A reply is a note on a note; being
// an answer it is resolved from the start, so that what is open is a thread.
type Thread struct {
	*Note
	Replies []*Note // oldest first; those to a reply stand among them
}

// Threads are the layer's notes with their replies, in order of id.
func (l *Layer) Threads() []Thread {
	var out []Thread
	at := map[ID]int{}
	var replies []*Note
	for _, n := range l.Notes.All() {
		if _, isReply := l.Notes.Get(n.On); isReply && n.On != n.ID {
			replies = append(replies, n)
			continue
		}
		at[n.ID] = len(out)
		out = append(out, Thread{Note: n})
	}
	for _, n := range replies {
		if i, ok := at[l.beginning(n)]; ok {
			out[i].Replies = append(out[i].Replies, n)
		} else { // they answer each other in a circle, as a file may say
			out = append(out, Thread{Note: n})
		}
	}
	return out
}

// beginning is the note that a chain of replies leads to.
func (l *Layer) beginning(n *Note) ID {
	seen := map[ID]bool{}
	for !seen[n.ID] {
		seen[n.ID] = true
		on, ok := l.Notes.Get(n.On)
		if !ok {
			return n.ID
		}
		n = on
	}
	return ""
}
