//go:build !linux

package main

import (
	"runtime"
	"time"
)

// processAge is not told by the system; what runs before main is not counted.
func processAge() time.Duration { return 0 }

// residentMB is what the Go runtime has of the system, in units of 1,000,000
// bytes: the nearest figure that every system tells.
func residentMB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / 1e6
}
