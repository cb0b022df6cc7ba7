package main

import (
	"bytes"
	"fmt"
	"os"
	"time"
)

// processAge is how long ago the process started: the toolkit's packages take
// their time before main runs. It is exact to the system's 10 ms ticks.
func processAge() time.Duration {
	const ticks = 100 // a second, on every Linux that Go knows
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	// The name in brackets may hold blanks; the start is the 20th field after it.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	up, err := os.ReadFile("/proc/uptime")
	if err != nil || len(fields) < 20 {
		return 0
	}
	var start int64
	var uptime float64
	_, err1 := fmt.Sscan(string(fields[19]), &start)
	_, err2 := fmt.Sscan(string(up), &uptime)
	if err1 != nil || err2 != nil {
		return 0
	}
	return max(0, time.Duration(uptime*float64(time.Second))-time.Duration(start)*time.Second/ticks)
}

// residentMB is the memory of the process that is in RAM, as the system counts
// it, in units of 1,000,000 bytes; 0 if the system does not tell.
func residentMB() float64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var total, resident int
	if _, err := fmt.Sscan(string(data), &total, &resident); err != nil {
		return 0
	}
	return float64(resident*os.Getpagesize()) / 1e6
}
