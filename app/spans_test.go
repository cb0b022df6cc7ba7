package app

import "testing"

func TestActsFragments(t *testing.T) {
	d := openDesk(t, "North and South Sahl agreed, killing hope.")
	d.caretOn("North")
	d.label("l")
	d.caretOn("Sahl")
	d.key("Right", "Shift+Left", "+")
	d.exported("a1", "T1\tLOC 0 5;16 20\tNorth Sahl")

	d.caretOn("South")
	d.key("Right", "Shift+Left", "+")
	d.exported("a1", "T1\tLOC 0 5;10 20\tNorth South Sahl")

	d.caretOn("South")
	d.key("Right", "Shift+Left", "-")
	d.exported("a1", "T1\tLOC 0 5;16 20\tNorth Sahl")

	d.key("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	d.exported("a1", "T1\tLOC 0 5\tNorth")
}

// The annotation is picked first, then the text that belongs to it too is selected.
func TestActsFragmentOfPicked(t *testing.T) {
	d := openDesk(t, "They set the house on fire.")
	d.doubleClick("set")
	d.label("eva")
	d.key("Esc", "Esc")
	d.click("et") // not again where it was clicked before
	d.key("+")
	d.caretOn("fire")
	d.key("Right", "Shift+Left", "Shift+Left", "+")
	d.exported("a1", "T1\tATTACK 5 8;19 26\tset on fire", "E1\tATTACK:T1")
	d.click("set")
	d.key("-")
	d.exported("a1", "T1\tATTACK 5 8\tset", "E1\tATTACK:T1")
}

func TestKeyboardSplitAndJoin(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("Enter", "Esc", "Esc")
	d.caretOn("Front")
	d.key("Left", "|")
	want := []string{"T1\tARM 16 21\tHarun", "T2\tARM 22 27\tFront", "T3\tFAC 40 53\tpower station", "T4\tLOC 59 68\tWadi Sahl", "T5\tATTACK 28 35\tshelled", "E1\tATTACK:T5 Attacker:T1"}
	d.exported("a1", want...)
	d.caretOn("Harun")
	d.key("&")
	d.exported("a1", "T1\tARM 16 27\tHarun Front", "T2\tFAC 40 53\tpower station", "T3\tLOC 59 68\tWadi Sahl", "T4\tATTACK 28 35\tshelled", "E1\tATTACK:T4 Attacker:T1")
}

func TestKeyboardEdges(t *testing.T) {
	d := openDesk(t, shelled)
	d.caretOn("Monday")
	d.label("t")
	d.key("Tab", "Alt+Left")
	d.exported("a1", "T1\tTIME 69 78\ton Monday")
	d.key("Ctrl+Alt+Right", "F4", "Alt+Right")
	d.exported("a1", "T1\tTIME 71 78\t Monday")
}

func TestKeyboardRelabel(t *testing.T) {
	d := openShelled(t)
	d.caretOn("Wadi")
	d.key(";")
	d.label("f")
	d.caretOn("shelled")
	d.label("eva")
	d.key("Esc", "Esc", "Tab", ";")
	d.label("evb")
	d.exported("a1", "T1\tARM 16 27\tHarun Front", "T2\tFAC 40 53\tpower station", "T3\tFAC 59 68\tWadi Sahl", "T4\tBOMBARD 28 35\tshelled", "E1\tBOMBARD:T4")
}
