package all_test

import "galley/annotate/format"

// Why a format cannot have a fault.
const (
	noOffsets = "it has no offsets: tokens in order stand for themselves"
	noQuotes  = "it quotes nothing"
	noUnits   = "tokens are counted, and there is one way to do that"
	noRefs    = "nothing in it refers to anything"
	noEvents  = "no event in it can be an argument of another"
	alone     = "a file says all by itself"
)

const badJSON, syntax = "bad_json", format.CodeSyntax

// cells are the table of formats and faults.
var cells = map[string]map[fault]cell{
	"galley": {
		outside:      {old: `[[9,13]]`, new: `[[9,99]]`, code: format.CodeSpan, at: "articles.jsonl, line 1, layer of ada, mention m2"},
		backwards:    {old: `[[9,13]]`, new: `[[13,9]]`, code: format.CodeSpan, at: "line 1, layer of ada, mention m2"},
		otherText:    {old: `"text":"Nice"`, new: `"text":"Rome"`, code: format.CodeText, at: "line 1, layer of ada, mention m2"},
		unknown:      {old: `"to":"m2"`, new: `"to":"m7"`, code: format.CodeReference, at: "line 1, layer of ada, relation r1"},
		twice:        {old: `{"id":"m2"`, new: `{"id":"m1"`, code: format.CodeDuplicateID, at: "line 1, layer of ada, mention m1"},
		otherUnit:    {old: `[[2,6]],"text":"Oslo","attributes":{}},{"id":"m2","label":"B","spans":[[11,15]],"text":"Rome","attributes":{}},{"id":"m3","label":"B","spans":[[22,26]]`, new: `[[3,7]],"text":"Oslo","attributes":{}},{"id":"m2","label":"B","spans":[[12,16]],"text":"Rome","attributes":{}},{"id":"m3","label":"B","spans":[[23,27]]`, code: format.CodeUnit, at: "articles.jsonl, line 2", warned: true},
		mixedUnits:   {old: `[[11,15]]`, new: `[[12,16]]`, code: format.CodeUnits, at: "line 2, layer of ada, mention m2"},
		noCompanion:  {none: "labels that no schema beside it explains are added to the project's, and named"},
		cyclicEvents: {},
		truncated:    {cut: `"label":"A"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"brat": {
		outside:      {old: "B 9 13", new: "B 9 99", code: format.CodeSpan, at: "k.ann, line 2"},
		backwards:    {old: "B 9 13", new: "B 13 9", code: format.CodeSpan, at: "k.ann, line 2"},
		otherText:    {old: "\tNice", new: "\tRome", code: format.CodeText, at: "k.ann, line 2"},
		unknown:      {old: "Arg2:T2", new: "Arg2:T7", code: format.CodeReference, at: "k.ann, line 4"},
		twice:        {old: "T2\tB", new: "T1\tB", code: format.CodeDuplicateID, at: "k.ann, line 2"},
		otherUnit:    {old: "A 2 6\tOslo\nT2\tB 11 15\tRome\nT3\tB 22 26", new: "A 3 7\tOslo\nT2\tB 12 16\tRome\nT3\tB 23 27", code: format.CodeUnit, at: "l.ann", warned: true},
		mixedUnits:   {old: "B 11 15", new: "B 12 16", code: format.CodeUnits, at: "l.ann, line 2"},
		noCompanion:  {file: "l.txt", gone: true, code: "no_text", at: "l.ann", lost: "Oslo"},
		cyclicEvents: {},
		truncated:    {file: "l.ann", cut: "T3\tB", code: syntax, at: "l.ann, line 3"},
	},
	"hf-jsonl":   dataSet("articles.jsonl, line ", badJSON),
	"hf-parquet": dataSet("articles.parquet, row ", "bad_parquet"),
	"labelstudio": {
		outside:      {old: `"end":13`, new: `"end":99`, code: format.CodeSpan, at: "articles.json, task 1, region m2"},
		backwards:    {old: `"start":9,"end":13`, new: `"start":13,"end":9`, code: format.CodeSpan, at: "task 1, region m2"},
		otherText:    {old: `"text":"Nice"`, new: `"text":"Rome"`, code: format.CodeText, at: "task 1, region m2"},
		unknown:      {old: `"to_id":"m2","direction":"right","labels":["R"]`, new: `"to_id":"m7","direction":"right","labels":["R"]`, code: format.CodeReference, at: "task 1, relation r1"},
		twice:        {old: `{"id":"m2"`, new: `{"id":"m1"`, code: format.CodeDuplicateID, at: "task 1, mention m1"},
		otherUnit:    {old: `"start":2,"end":6`, new: `"start":3,"end":7`, code: format.CodeUnits, at: "task 2, region m1", lost: "Oslo"},
		mixedUnits:   {old: `"start":11,"end":15`, new: `"start":12,"end":16`, code: format.CodeUnits, at: "task 2, region m2"},
		noCompanion:  {file: "articles.json", old: `"data":{"text"`, new: `"data":{"body"`, code: format.CodeMissing, at: "articles.json, task 1", lost: "Lyon"}, // and no config.xml says that "body" is the text
		cyclicEvents: {},
		truncated:    {file: "articles.json", cut: `"labels":["A"]`, code: badJSON, at: "articles.json, task 2", lost: "Oslo"},
	},
	"doccano": {
		outside:      {old: `"end_offset":13`, new: `"end_offset":99`, code: format.CodeSpan, at: "articles.jsonl, line 1, entity 2"},
		backwards:    {old: `"start_offset":9,"end_offset":13`, new: `"start_offset":13,"end_offset":9`, code: format.CodeSpan, at: "line 1, entity 2"},
		otherText:    {old: `"text":"Nice"`, new: `"text":"Rome"`, code: format.CodeText, at: "line 1, entity 2"},
		unknown:      {old: `"from_id":1,"to_id":2`, new: `"from_id":1,"to_id":7`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {old: `{"id":2,"label"`, new: `{"id":1,"label"`, code: format.CodeDuplicateID, at: "line 1, mention 1"},
		otherUnit:    {old: `"start_offset":3,"end_offset":7,"text":"Oslo"},{"id":2,"label":"B","start_offset":12,"end_offset":16,"text":"Rome"},{"id":3,"label":"B","start_offset":23,"end_offset":27`, new: `"start_offset":2,"end_offset":6,"text":"Oslo"},{"id":2,"label":"B","start_offset":11,"end_offset":15,"text":"Rome"},{"id":3,"label":"B","start_offset":22,"end_offset":26`, code: format.CodeUnit, at: "articles.jsonl, line 2", warned: true},
		mixedUnits:   {old: `"start_offset":12,"end_offset":16`, new: `"start_offset":11,"end_offset":15`, code: format.CodeUnits, at: "line 2, entity 2"},
		noCompanion:  {none: alone},
		cyclicEvents: {},
		truncated:    {cut: `"label":"A"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"prodigy": {
		outside:      {old: `{"start":9,"end":13,"token_start":2`, new: `{"start":9,"end":99,"token_start":2`, code: format.CodeSpan, at: "articles.jsonl, line 1, span m2"},
		backwards:    {old: `{"start":9,"end":13,"token_start":2`, new: `{"start":13,"end":9,"token_start":2`, code: format.CodeSpan, at: "line 1, span m2"},
		otherText:    {old: `"label":"B","text":"Nice"`, new: `"label":"B","text":"Rome"`, code: format.CodeText, at: "line 1, span m2"},
		unknown:      {old: `"label":"B","id":"m2"},"id":"r1"`, new: `"label":"B","id":"m7"},"id":"r1"`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {old: `"text":"Nice","id":"m2"`, new: `"text":"Nice","id":"m1"`, code: format.CodeDuplicateID, at: "line 1, mention m1"},
		otherUnit:    {old: `{"start":2,"end":6,"token_start":1`, new: `{"start":3,"end":7,"token_start":1`, code: format.CodeUnits, at: "line 2, span m1", lost: "Oslo"},
		mixedUnits:   {old: `{"start":11,"end":15,"token_start":3`, new: `{"start":12,"end":16,"token_start":3`, code: format.CodeUnits, at: "line 2, span m2"},
		noCompanion:  {none: alone},
		cyclicEvents: {},
		truncated:    {cut: `"label":"A"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"spacy": {
		outside:      {old: "\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x09", new: "\x00\x00\x00\x02\x00\x00\x00\x63\x00\x00\x00\x09", code: format.CodeSpan, at: `articles.spacy, document 1, span 2 of group "sc"`},
		backwards:    {old: "\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x09", new: "\x00\x00\x00\x03\x00\x00\x00\x02\x00\x00\x00\x09", code: format.CodeSpan, at: `document 1, span 2 of group "sc"`},
		otherText:    {none: noQuotes},
		unknown:      {old: "Q33959", new: "Q33950", code: format.CodeReference, at: `document 1, span 2 of group "sc"`},
		twice:        {old: "article_id\xa2a2", new: "article_id\xa2a1", code: "id_taken", at: "articles.spacy, document 2", lost: "Oslo"},
		otherUnit:    {none: noUnits},
		mixedUnits:   {none: noUnits},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {file: "articles.spacy", cut: "x\x01", code: "bad_docbin", at: "articles.spacy", lost: "Lyon Oslo"},
	},
	"webanno-tsv": {
		outside:      {old: "9-13\tNice", new: "9-99\tNice", code: format.CodeSpan, at: "k.tsv, line 11"},
		backwards:    {old: "9-13\tNice", new: "13-9\tNice", code: format.CodeSpan, at: "k.tsv, line 11"},
		otherText:    {old: "9-13\tNice", new: "9-13\tRome", code: format.CodeText, at: "k.tsv, line 11"},
		unknown:      {old: "1-1[1_2]", new: "1-7[1_2]", code: format.CodeReference, at: "k.tsv, line 11"},
		twice:        {old: "1-3\t9-13", new: "1-1\t9-13", code: format.CodeDuplicateID, at: "k.tsv, line 11"},
		otherUnit:    {old: "3-7\tOslo", new: "2-6\tOslo", code: format.CodeUnits, at: "l.tsv, line 9", lost: "Oslo"},
		mixedUnits:   {old: "12-16\tRome", new: "11-15\tRome", code: format.CodeUnits, at: "l.tsv, line 11"},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {file: "l.tsv", cut: "1-4\t12", code: syntax, at: "l.tsv, line 11"},
	},
	"xmi": {
		outside:      {old: `begin="9" end="13" label="B"`, new: `begin="9" end="99" label="B"`, code: format.CodeSpan, at: "k.xmi, line 7, Span 5"},
		backwards:    {old: `begin="9" end="13" label="B"`, new: `begin="13" end="9" label="B"`, code: format.CodeSpan, at: "k.xmi, line 7, Span 5"},
		otherText:    {none: noQuotes},
		unknown:      {old: `Dependent="5"`, new: `Dependent="77"`, code: format.CodeReference, at: "k.xmi, line 8, Relation 7"},
		twice:        {old: `uid="m2"`, new: `uid="m1"`, code: format.CodeDuplicateID, at: "k.xmi, line 7, mention m1"},
		otherUnit:    {none: noQuotes},
		mixedUnits:   {none: noQuotes},
		noCompanion:  {file: "TypeSystem.xml", gone: true, code: "no_types", at: "k.xmi", warned: true},
		cyclicEvents: {},
		truncated:    {file: "l.xmi", cut: `<cas:Sofa`, code: "bad_xml", at: "l.xmi, line 8", lost: "Oslo"},
	},
	"cas-json": {
		outside:      {old: `"begin": 9, "end": 13, "label": "B"`, new: `"begin": 9, "end": 99, "label": "B"`, code: format.CodeSpan, at: "k.cas.json, line 22, Span 5"},
		backwards:    {old: `"begin": 9, "end": 13, "label": "B"`, new: `"begin": 13, "end": 9, "label": "B"`, code: format.CodeSpan, at: "k.cas.json, line 22, Span 5"},
		otherText:    {none: noQuotes},
		unknown:      {old: `"@Dependent": 5`, new: `"@Dependent": 77`, code: format.CodeReference, at: "k.cas.json, line 23, Relation 7"},
		twice:        {old: `"uid": "m2"`, new: `"uid": "m1"`, code: format.CodeDuplicateID, at: "k.cas.json, line 22, mention m1"},
		otherUnit:    {none: noQuotes},
		mixedUnits:   {none: noQuotes},
		noCompanion:  {none: alone},
		cyclicEvents: {},
		truncated:    {file: "l.cas.json", cut: `"sofaString"`, code: badJSON, at: "l.cas.json, line 18", lost: "Oslo"},
	},
	"conll2003":    columns("articles.conll, line ", "Rome -X- -X- B-B", "Rome -X- -X- 13", "Rome -X-"),
	"conll-bioes":  columns("articles.tsv, line ", "Rome\tS-B", "Rome\t13", "Rome"),
	"conll-nested": columns("articles.tsv, line ", "Rome\tB-B", "Rome\t13", "Rome\tB-B"),
	"conllu": {
		outside:      {old: "Offset=9:13", new: "Offset=9:99", code: format.CodeSpan, at: "articles.conllu, line 7"},
		backwards:    {old: "Offset=9:13", new: "Offset=13:9", code: format.CodeSpan, at: "line 7"},
		otherText:    {old: "Offset=9:13", new: "Offset=8:12", code: format.CodeText, at: "line 7"},
		unknown:      {none: noRefs},
		twice:        {old: "# newdoc id = l", new: "# newdoc id = k", code: "key_taken", at: "articles.conllu, line 10", lost: "Oslo"},
		otherUnit:    {old: "Offset=2:6", new: "Offset=3:7", code: format.CodeUnits, at: "line 14"},
		mixedUnits:   {old: "Offset=11:15", new: "Offset=12:16", code: format.CodeUnits, at: "line 16"},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: "4\tRome", code: "columns", at: "articles.conllu, line 16"},
	},
	"gliner": {
		outside:      {old: `[2,2,"B"]`, new: `[2,9,"B"]`, code: format.CodeSpan, at: "articles.json, example 1, name 3"},
		backwards:    {old: `[2,2,"B"]`, new: `[2,1,"B"]`, code: format.CodeSpan, at: "example 1, name 3"},
		otherText:    {none: noQuotes},
		unknown:      {old: `[0,2,"R"]`, new: `[0,7,"R"]`, code: format.CodeReference, at: "example 1, relation r1"},
		twice:        {none: "names are told by their place in the list"},
		otherUnit:    {none: noUnits},
		mixedUnits:   {none: noUnits},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: `"ner"`, code: badJSON, at: "articles.json, example 2", lost: "Oslo"},
	},
	"dygie": {
		outside:      {old: `[2,2,"B"]`, new: `[2,9,"B"]`, code: format.CodeSpan, at: "articles.jsonl, line 1, name B"},
		backwards:    {old: `[2,2,"B"]`, new: `[2,1,"B"]`, code: format.CodeSpan, at: "line 1, name B"},
		otherText:    {none: noQuotes},
		unknown:      {old: `[0,0,2,2,"R"]`, new: `[0,0,3,3,"R"]`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {old: `"doc_key":"l"`, new: `"doc_key":"k"`, code: "key_taken", at: "articles.jsonl, line 2", lost: "Oslo"},
		otherUnit:    {none: noUnits},
		mixedUnits:   {none: noUnits},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: `"ner"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"wikievents": {
		outside:      {old: `"start":2,"end":3`, new: `"start":2,"end":9`, code: format.CodeSpan, at: "articles.jsonl, line 1, entity k-m2"},
		backwards:    {old: `"start":2,"end":3`, new: `"start":3,"end":2`, code: format.CodeSpan, at: "line 1, entity k-m2"},
		otherText:    {old: `["Nice",9,13]`, new: `["Rome",9,13]`, code: format.CodeText, at: "line 1, token 2"},
		unknown:      {old: `{"entity_id":"k-m2"`, new: `{"entity_id":"k-m7"`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {old: `{"id":"k-m2"`, new: `{"id":"k-m1"`, code: format.CodeDuplicateID, at: "line 1, mention m1"},
		otherUnit:    {old: `["Oslo",2,6]`, new: `["Oslo",3,7]`, code: format.CodeUnits, at: "line 2, token 1", lost: "Oslo"},
		mixedUnits:   {old: `["Rome",11,15]`, new: `["Rome",12,16]`, code: format.CodeUnits, at: "line 2, token 3"},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: `"sentences"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"oneie": {
		outside:      {old: `"start":2,"end":3`, new: `"start":2,"end":9`, code: format.CodeSpan, at: "articles.jsonl, line 1, entity k-m2"},
		backwards:    {old: `"start":2,"end":3`, new: `"start":3,"end":2`, code: format.CodeSpan, at: "line 1, entity k-m2"},
		otherText:    {old: `"mention_type":"UNK","text":"Nice"`, new: `"mention_type":"UNK","text":"Rome"`, code: format.CodeText, at: "line 1, entity k-m2"},
		unknown:      {old: `{"entity_id":"k-m2"`, new: `{"entity_id":"k-m7"`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {old: `{"id":"k-m2"`, new: `{"id":"k-m1"`, code: format.CodeDuplicateID, at: "line 1, mention m1"},
		otherUnit:    {none: noUnits},
		mixedUnits:   {none: noUnits},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: `"pieces"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"chat": {
		outside:      {none: noOffsets},
		backwards:    {none: noOffsets},
		otherText:    {old: `{\"text\":\"Nice\",\"type\"`, new: `{\"text\":\"Rome\",\"type\"`, code: format.CodeText, at: `articles.jsonl, line 1, "Rome"`},
		unknown:      {old: `\"tail\":{\"text\":\"Nice\"}`, new: `\"tail\":{\"text\":\"Nic\"}`, code: format.CodeReference, at: "line 1, relation r1"},
		twice:        {none: "nothing in it has an id"},
		otherUnit:    {none: noOffsets},
		mixedUnits:   {none: noOffsets},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: `"role":"assistant"`, code: badJSON, at: "articles.jsonl, line 2", lost: "Oslo"},
	},
	"events-csv": {
		outside:      {old: "m2,B,Nice,9,13", new: "m2,B,Nice,9,99", code: format.CodeSpan, at: "mentions.csv, line 3"},
		backwards:    {old: "m2,B,Nice,9,13", new: "m2,B,Nice,13,9", code: format.CodeSpan, at: "mentions.csv, line 3"},
		otherText:    {old: "m2,B,Nice,9,13", new: "m2,B,Rome,9,13", code: format.CodeText, at: "mentions.csv, line 3"},
		unknown:      {old: "R,m1,mention,Lyon,m2", new: "R,m1,mention,Lyon,m7", code: format.CodeReference, at: "relations.csv, line 2, relation r1"},
		twice:        {old: ",m2,B,Nice,9,13", new: ",m1,B,Nice,9,13", code: format.CodeDuplicateID, at: "mentions.csv, line 3, mention m1"},
		otherUnit:    {old: "A,Oslo,2,6", new: "A,Oslo,3,7", code: format.CodeUnits, at: "mentions.csv, line 4", lost: "Oslo"},
		mixedUnits:   {old: "B,Rome,11,15", new: "B,Rome,12,16", code: format.CodeUnits, at: "mentions.csv, line 5"},
		noCompanion:  {file: "texts.csv", gone: true, code: syntax, at: "events.csv", lost: "Lyon Oslo"},
		cyclicEvents: {},
		truncated:    {file: "mentions.csv", cut: "m3,B,B", code: syntax, at: "mentions.csv, line 6"},
	},
	"xlsx": {
		outside:      {old: `r="I3"><v>13<`, new: `r="I3"><v>99<`, code: format.CodeSpan, at: "sheet mentions, row 3"},
		backwards:    {old: `r="H3"><v>9</v></c><c r="I3"><v>13<`, new: `r="H3"><v>13</v></c><c r="I3"><v>9<`, code: format.CodeSpan, at: "sheet mentions, row 3"},
		otherText:    {old: `r="G3" t="inlineStr"><is><t xml:space="preserve">Nice<`, new: `r="G3" t="inlineStr"><is><t xml:space="preserve">Rome<`, code: format.CodeText, at: "sheet mentions, row 3"},
		unknown:      {old: `r="J2" t="inlineStr"><is><t xml:space="preserve">m2<`, new: `r="J2" t="inlineStr"><is><t xml:space="preserve">m7<`, code: format.CodeReference, at: "sheet relations, row 2, relation r1"},
		twice:        {old: `r="E3" t="inlineStr"><is><t xml:space="preserve">m2<`, new: `r="E3" t="inlineStr"><is><t xml:space="preserve">m1<`, code: format.CodeDuplicateID, at: "sheet mentions, row 3, mention m1"},
		otherUnit:    {old: `r="H4"><v>2</v></c><c r="I4"><v>6<`, new: `r="H4"><v>3</v></c><c r="I4"><v>7<`, code: format.CodeUnits, at: "sheet mentions, row 4", lost: "Oslo"},
		mixedUnits:   {old: `r="H5"><v>11</v></c><c r="I5"><v>15<`, new: `r="H5"><v>12</v></c><c r="I5"><v>16<`, code: format.CodeUnits, at: "sheet mentions, row 5"},
		noCompanion:  {old: `name="texts"`, new: `name="tests"`, code: syntax, at: "events.xlsx", lost: "Lyon Oslo"},
		cyclicEvents: {},
		truncated:    {file: "events.xlsx", cut: "xl/worksheets/sheet1.xml", code: "bad_workbook", at: "events.xlsx", lost: "Lyon Oslo"},
	},
}

// dataSet is the row of a Hugging Face data set, whose Parquet is taken as JSON.
func dataSet(at, broken string) map[fault]cell {
	row := map[fault]cell{
		outside:      {old: `"end":13`, new: `"end":99`, code: format.CodeSpan, at: at + "1, entity m2"},
		backwards:    {old: `"start":9,"end":13`, new: `"start":13,"end":9`, code: format.CodeSpan, at: at + "1, entity m2"},
		otherText:    {old: `"text":"Nice"`, new: `"text":"Rome"`, code: format.CodeText, at: at + "1, entity m2"},
		unknown:      {old: `"tail":"m2"`, new: `"tail":"m7"`, code: format.CodeReference, at: at + "1, relation r1"},
		twice:        {old: `{"id":"m2"`, new: `{"id":"m1"`, code: format.CodeDuplicateID, at: at + "1, mention m1"},
		otherUnit:    {old: `"start":2,"end":6`, new: `"start":3,"end":7`, code: format.CodeUnits, at: at + "2, entity m1", lost: "Oslo"},
		mixedUnits:   {old: `"start":11,"end":15`, new: `"start":12,"end":16`, code: format.CodeUnits, at: at + "2, entity m2"},
		noCompanion:  {none: "what lies beside it describes it and says nothing more"},
		cyclicEvents: {},
		truncated:    {cut: `"label":"A"`, code: broken, at: at + "2", lost: "Oslo"},
	}
	if broken == "bad_parquet" { // what its parts are stands at the end of the file
		row[truncated] = cell{file: "articles.parquet", cut: "Oslo", code: broken, at: "articles.parquet", lost: "Lyon Oslo"}
	}
	return row
}

// columns is the row of a format of tokens and tags in columns.
func columns(at, tag, wrong, cut string) map[fault]cell {
	return map[fault]cell{
		outside:      {none: noOffsets},
		backwards:    {none: noOffsets},
		otherText:    {old: tag, new: wrong, code: "unknown_tag", at: at + "13"},
		unknown:      {none: noRefs},
		twice:        {none: "nothing in it has an id"},
		otherUnit:    {none: noOffsets},
		mixedUnits:   {none: noOffsets},
		noCompanion:  {none: alone},
		cyclicEvents: {none: noEvents},
		truncated:    {cut: cut, code: "columns", at: at + "13"},
	}
}
