package annotate_test

import (
	"testing"

	"galley/annotate"
)

func TestReadCount(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"253", `{"low":253,"high":253,"approx":false}`},
		{"at least 253", `{"low":253,"high":null,"approx":false}`},
		{"more than 1,200", `{"low":1200,"high":null,"approx":false}`},
		{"up to 40", `{"low":null,"high":40,"approx":false}`},
		{"nearly 300", `{"low":300,"high":300,"approx":true}`},
		{"12,000 to 17,500", `{"low":12000,"high":17500,"approx":false}`},
		{"between 3 and 5", `{"low":3,"high":5,"approx":false}`},
		{"17\u202f500", `{"low":17500,"high":17500,"approx":false}`},
		{"2.5 million", `{"low":2500000,"high":2500000,"approx":false}`},
		{"twenty-one", `{"low":21,"high":21,"approx":false}`},
		{"a hundred and six", `{"low":106,"high":106,"approx":false}`},
		{"including 49", `{"low":49,"high":49,"approx":false}`},
		{"dozens", `{"low":24,"high":null,"approx":true}`},
		{"many", ""}, {"5 of 3", ""}, {"", ""},
	} {
		got := ""
		if r, ok := annotate.ReadCount(c.text); ok {
			got = string(annotate.ValueOf(r))
		}
		if got != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
	}
}

func TestReadDate(t *testing.T) {
	const published = "2016-05-04T08:00:00Z" // a Wednesday
	for _, c := range []struct{ text, want string }{
		{"on monday", "2016-05-02"}, {"wednesday", "2016-05-04"}, {"thursday", "2016-04-28"}, {"yesterday", "2016-05-03"},
		{"2 may 2016", "2016-05-02"}, {"may 2, 2016", "2016-05-02"}, {"in march 2016", "2016-03"}, {"2015", "2015"},
		{"28 april", "2016-04-28"}, {"december 30", "2015-12-30"}, {"soon", ""}, {"", ""},
	} {
		if got := annotate.ReadDate(c.text, published); got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
	if got := annotate.ReadDate("monday", ""); got != "" {
		t.Errorf("without a day of publication it is %q", got)
	}
}
