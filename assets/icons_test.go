package assets_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"galley/assets"
)

func TestIcon(t *testing.T) {
	icon, err := png.Decode(bytes.NewReader(assets.Icon))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := icon.Bounds(), image.Rect(0, 0, 512, 512); got != want {
		t.Errorf("icon is %v, want %v", got, want)
	}
	if _, _, _, alpha := icon.At(0, 0).RGBA(); alpha != 0 {
		t.Error("the icon's corner is not transparent")
	}
}
