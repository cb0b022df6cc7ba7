package agree

import "container/heap"

// edge is a possible pair of a matching, which is worth something above 0.
type edge struct {
	to     int32
	weight float64
}

// graph holds the edges of each node on the left, by number of the node on the right.
type graph struct {
	edges [][]edge
	right int // number of nodes on the right
}

func newGraph(left, right int) *graph {
	return &graph{edges: make([][]edge, left), right: right}
}

func (g *graph) add(left, right int, weight float64) {
	g.edges[left] = append(g.edges[left], edge{int32(right), weight})
}

const free = -1

// heaviest is a one-to-one matching of the greatest sum of weights: the partner
// of each node on the left, or free. Of several such matchings it finds the
// same one each time.
//
// Each node on the left takes the cheapest path of changes to the matching so
// far (Jonker and Volgenant 1987, Computing 38:325-340). It may stay free at
// cost 0, so that paths stay short where the graph is only coupled locally.
func (g *graph) heaviest() []int32 {
	m := matcher{
		graph: g, partner: filled(len(g.edges), free), owner: filled(g.right, free),
		priceLeft: make([]float64, len(g.edges)), priceRight: make([]float64, g.right),
		far: make([]float64, g.right), from: make([]int32, g.right), stamp: make([]int32, g.right),
	}
	for l := range g.edges {
		m.place(int32(l))
	}
	return m.partner
}

func filled(n int, x int32) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = x
	}
	return s
}

// matcher is the state of heaviest. The reduced cost of an edge,
// -weight-priceLeft-priceRight, is never negative, and 0 for pairs.
type matcher struct {
	*graph
	partner, owner        []int32 // of the left and of the right
	priceLeft, priceRight []float64
	far                   []float64 // distance found of a node on the right
	from                  []int32   // the node on the left from which it was found
	stamp                 []int32   // 2*search+1 when found, 2*search+2 when done
	queue                 queue
	done                  []int32 // nodes on the right that are done, in order
}

// place gives left a partner or leaves it free, whichever costs least.
func (m *matcher) place(left int32) {
	found, finished := 2*left+1, 2*left+2
	m.queue, m.done = m.queue[:0], m.done[:0]
	// The search ends at a node on the right without an owner, or at a node on
	// the left that had better be free: loser, at distance best.
	best, loser, end := -m.priceLeft[left], left, int32(free)
	for at, distance := left, 0.0; ; {
		if stay := distance - m.priceLeft[at]; stay < best {
			best, loser = stay, at
		}
		for _, e := range m.edges[at] {
			d := distance - e.weight - m.priceLeft[at] - m.priceRight[e.to]
			if m.stamp[e.to] == finished || m.stamp[e.to] == found && m.far[e.to] <= d {
				continue
			}
			m.stamp[e.to], m.far[e.to], m.from[e.to] = found, d, at
			heap.Push(&m.queue, reach{d, e.to})
		}
		next := m.nearest(finished)
		if next == free || m.far[next] >= best {
			break
		}
		m.stamp[next] = finished
		if m.owner[next] == free {
			best, end = m.far[next], next
			break
		}
		m.done = append(m.done, next)
		at, distance = m.owner[next], m.far[next]
	}
	m.priceLeft[left] += best
	for _, r := range m.done {
		m.priceRight[r] += m.far[r] - best
		m.priceLeft[m.owner[r]] += best - m.far[r]
	}
	if end == free {
		if loser == left {
			return
		}
		end = m.partner[loser]
		m.partner[loser] = free
	}
	for { // pass partners back along the path
		l := m.from[end]
		m.owner[end] = l
		end, m.partner[l] = m.partner[l], end
		if l == left {
			return
		}
	}
}

// nearest takes the nearest node that is not done off the queue; free if there is none.
func (m *matcher) nearest(finished int32) int32 {
	for len(m.queue) > 0 {
		r := heap.Pop(&m.queue).(reach)
		if m.stamp[r.node] != finished && m.far[r.node] == r.distance {
			return r.node
		}
	}
	return free
}

type reach struct {
	distance float64
	node     int32
}

type queue []reach

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].distance != q[j].distance {
		return q[i].distance < q[j].distance
	}
	return q[i].node < q[j].node
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(reach)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
