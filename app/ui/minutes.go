package ui

import (
	"fmt"
	"time"
)

// Minutes is a length of time as people say it: "12 min", "1 h 5 min".
func Minutes(d time.Duration) string {
	minutes := int(d / time.Minute)
	if minutes < 60 {
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}
