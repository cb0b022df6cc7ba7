package command

import "sync"

// Where says where a command's keys work.
type Where int

// The places of commands.
const (
	// Window commands work anywhere in the window, whatever has the focus.
	Window Where = iota
	// Page commands work in the article and in panes that hand keys to it.
	Page
	// Review commands work on the review page, where letters are commands.
	Review
)

func (w Where) String() string {
	return [...]string{"anywhere", "article", "review page"}[w]
}

// meets reports whether keys of commands in both places can be pressed in one
// and the same state.
func (w Where) meets(other Where) bool { return w == other || w == Window || other == Window }

// Default is what is known of a command before anyone implements it.
type Default struct {
	ID, Title string
	Where     Where
	Keys      []Key
}

func def(id, title string, where Where, keys ...string) Default {
	return Default{ID: id, Title: title, Where: where, Keys: Keys(keys...)}
}

// Defaults lists every command of the program in the order of the key map. A
// command is in the program once its feature registers it, see Registry.
//
// Never a default are dead keys (' " ` ^ ~), Shift+Delete and Shift+Insert, which
// the toolkit takes for cut and paste, and keys that desktops take: Alt+Space,
// Ctrl+Space, Alt+F4, F10.
var Defaults = sync.OnceValue(func() []Default {
	list := []Default{
		def("event.document", "Event without trigger", Page, "Ctrl+E"),
		def("annotate.accept", "Next slot, keep proposal, accept suggestion, open card", Page, "Enter"),
		def("annotate.reject", "Empty slot, reject suggestion", Page, "Backspace"),
		def("annotate.back", "One level back", Page, "Esc"),
		def("annotate.pick", "Pick a label or command", Page, "Space"),
		def("annotate.repeat", "Repeat last label", Page, "."),
		def("annotate.sameEntity", "Same entity as last", Page, "="),
		def("annotate.unsure", "Unsure, with a note", Page, "?"),
		def("annotate.note", "Note on selection", Page, ","),
		def("article.flag", "Flag article", Page, "!"),
		def("view.eventFocus", "Event focus", Page, `\`),
		def("view.names", "Label names", Page, "#"),
		def("find.inArticle", "Find in article", Page, "/", "Ctrl+F"),
		def("edit.copy", "Copy plain text", Page, "Ctrl+C"),
		def("go.previousAnnotation", "Previous annotation", Page, "[", "Alt+Up"),
		def("go.nextAnnotation", "Next annotation", Page, "]", "Alt+Down"),
		def("go.previousIssue", "Previous problem, suggestion or open note", Page, "{"),
		def("go.nextIssue", "Next problem, suggestion or open note", Page, "}"),
		def("go.nextOverlap", "Next overlap at the caret", Page, "Tab"),
		def("go.previousOverlap", "Previous overlap at the caret", Page, "Shift+Tab"),
		def("annotate.edgeStartLeft", "Start edge left", Page, "Alt+Left"),
		def("annotate.edgeStartRight", "Start edge right", Page, "Alt+Right"),
		def("annotate.edgeEndLeft", "End edge left", Page, "Alt+Shift+Left"),
		def("annotate.edgeEndRight", "End edge right", Page, "Alt+Shift+Right"),
		def("annotate.edgeStartLeftCharacter", "Start edge left by character", Page, "Ctrl+Alt+Left"),
		def("annotate.edgeStartRightCharacter", "Start edge right by character", Page, "Ctrl+Alt+Right"),
		def("annotate.edgeEndLeftCharacter", "End edge left by character", Page, "Ctrl+Alt+Shift+Left"),
		def("annotate.edgeEndRightCharacter", "End edge right by character", Page, "Ctrl+Alt+Shift+Right"),
		def("annotate.step", "Step: word, character, sentence", Page, "F4"),
		def("annotate.addFragment", "Add fragment", Page, "+"),
		def("annotate.removeFragment", "Take off fragment", Page, "-"),
		def("annotate.split", "Split at caret", Page, "|"),
		def("annotate.join", "Join with next", Page, "&"),
		def("annotate.relation", "Relation to another annotation", Page, ">"),
		def("event.value", "Take the value read, or type one for the slot", Page, ":"),
		def("annotate.delete", "Delete annotation", Page, "Delete"),
		def("annotate.relabel", "Change label", Page, ";"),
		def("select.grow", "Select sentence, paragraph, article", Page, "Ctrl+A"),

		def("window.palette", "Command palette", Window, "Ctrl+Shift+P"),
		def("go.article", "Jump to article", Window, "Ctrl+P"),
		def("annotate.lock", "Lock label", Window, "Ctrl+L"),
		def("annotate.markIdentical", "Mark all identical", Window, "Ctrl+H"),
		def("annotate.markIdenticalProject", "Mark all identical in project", Window, "Ctrl+Shift+H"),
		def("entity.pick", "Pick entity", Window, "Ctrl+K"),
		def("event.changeType", "Change event type", Window, "Ctrl+T"),
		def("view.problems", "Problems of this article", Window, "F8", "Ctrl+J"),
		def("view.guideline", "Guideline beside the text", Window, "F2", "Ctrl+G"),
		def("view.history", "History", Window, "F7"),
		def("review.open", "Review", Window, "Ctrl+R"),
		def("review.agreement", "Agreement", Window, "Ctrl+Shift+R"),
		def("review.person", "Review one person's work...", Window),
		def("review.rules", "Accept by rule...", Window),
		def("review.names", "Hide or show names until decided", Window),
		def("review.release", "Release the corrections to annotators", Window),
		def("review.withdraw", "Withdraw the corrections", Window),
		def("review.report", "Correction report...", Window),
		def("project.new", "New project...", Window, "Ctrl+N"),
		def("project.open", "Open project...", Window, "Ctrl+O"),
		def("project.saveCopy", "Save a copy...", Window),
		def("project.close", "Close project", Window),
		def("data.import", "Import...", Window, "Ctrl+I"),
		def("data.export", "Export...", Window, "Ctrl+Shift+E"),
		def("annotate.keepVersion", "Keep this version", Window, "Ctrl+Alt+V"),
		def("data.people", "People and assignment...", Window, "Ctrl+Alt+P"),
		def("data.bundle", "Make a bundle...", Window, "Ctrl+Alt+B"),
		def("data.merge", "Merge work...", Window, "Ctrl+Alt+M"),
		def("data.exchange", "Exchange with a shared folder...", Window, "Ctrl+Alt+X"),
		def("data.settle", "Settle what two copies changed...", Window, "Ctrl+Alt+Y"),
		def("data.register", "Register of actors and places...", Window, "Ctrl+Alt+K"),
		def("data.schema", "Schema...", Window, "Ctrl+Shift+S"),
		def("schema.save", "Save the changes of the schema", Window, "Ctrl+S"),
		def("article.rename", "Rename article...", Window),
		def("article.correct", "Correct the text...", Window),
		def("article.delete", "Delete article", Window),
		def("article.restore", "Restore article...", Window),
		def("edit.undo", "Undo", Window, "Ctrl+Z"),
		def("edit.redo", "Redo", Window, "Ctrl+Shift+Z", "Ctrl+Y"),
		def("article.done", "Done and next open article", Window, "Ctrl+Enter"),
		def("go.previousArticle", "Previous article", Window, "Ctrl+PgUp"),
		def("go.nextArticle", "Next article", Window, "Ctrl+PgDn"),
		def("find.inCorpus", "Find in corpus", Window, "Ctrl+Shift+F"),
		def("find.next", "Next hit", Window, "F3"),
		def("find.previous", "Previous hit", Window, "Shift+F3"),
		def("pane.list", "Article list", Window, "Ctrl+1"),
		def("pane.page", "Article", Window, "Ctrl+2"),
		def("pane.inspector", "Inspector", Window, "Ctrl+3"),
		def("pane.labels", "Label bar", Window, "Ctrl+4"),
		def("pane.next", "Next pane", Window, "F6", "Ctrl+Tab"),
		def("pane.previous", "Previous pane", Window, "Shift+F6", "Ctrl+Shift+Tab"),
		def("help.open", "Help and keys", Window, "F1"),
		def("help.keys", "Key map", Window, "Ctrl+F1"),
		def("help.about", "About Galley", Window),
		// German and other layouts have + where the US has =.
		def("view.zoomIn", "Larger text", Window, "Ctrl+=", "Ctrl++"),
		def("view.zoomOut", "Smaller text", Window, "Ctrl+-"),
		def("view.zoomNormal", "Normal text size", Window, "Ctrl+0"),
		def("view.motion", "Smooth scrolling", Window),
		def("view.theme", "Light, dark or system theme", Window, "Ctrl+F2"),
		def("view.fullScreen", "Full screen", Window, "F11"),
		def("app.settings", "Settings...", Window, "Ctrl+,"),
		def("app.quit", "Quit", Window, "Ctrl+Q"),

		def("review.nextSet", "Next set", Review, "J"),
		def("review.previousSet", "Previous set", Review, "K"),
		def("review.nextArticle", "Next article of the queue", Review, "Shift+J"),
		def("review.previousArticle", "Previous article of the queue", Review, "Shift+K"),
		def("review.edgeStartLeft", "Start edge left", Review, "[", "Alt+Left"),
		def("review.edgeStartRight", "Start edge right", Review, "]", "Alt+Right"),
		def("review.edgeEndLeft", "End edge left", Review, "{", "Alt+Shift+Left"),
		def("review.edgeEndRight", "End edge right", Review, "}", "Alt+Shift+Right"),
		def("review.field", "Next field", Review, "Tab"),
		def("review.takeFields", "Take the fields chosen", Review, "Enter"),
		def("review.relabel", "Change label", Review, "L"),
		def("review.discuss", "Discuss", Review, "F"),
		def("review.comment", "Comment", Review, "C"),
		def("review.majority", "Take the majority", Review, "A"),
		def("review.none", "None is right", Review, "R"),
		def("review.both", "Both are right", Review, "B"),
		def("review.similar", "Similar sets, as a list", Review, "Space"),
		def("review.byHand", "By hand", Review, "M"),
		def("review.sendBack", "Send back", Review, "S"),
	}
	return append(list, moves()...)
})

// moves lists the commands that move the caret, and beside each the one that
// extends the selection: the same keys with Shift.
func moves() []Default {
	var list []Default
	for _, m := range []struct{ id, title, key string }{
		{"wordLeft", "Word left", "Left"},
		{"wordRight", "Word right", "Right"},
		{"characterLeft", "Character left", "Ctrl+Left"},
		{"characterRight", "Character right", "Ctrl+Right"},
		{"lineUp", "Line up", "Up"},
		{"lineDown", "Line down", "Down"},
		{"sentenceBack", "Sentence back", "Ctrl+Up"},
		{"sentenceForward", "Sentence forward", "Ctrl+Down"},
		{"lineStart", "Start of line", "Home"},
		{"lineEnd", "End of line", "End"},
		{"articleStart", "Start of article", "Ctrl+Home"},
		{"articleEnd", "End of article", "Ctrl+End"},
		{"pageUp", "Page up", "PgUp"},
		{"pageDown", "Page down", "PgDn"},
	} {
		move := def("caret."+m.id, m.title, Page, m.key)
		extend := def("extend."+m.id, "Extend: "+m.title, Page, m.key)
		extend.Keys[0].Mods |= Shift
		list = append(list, move, extend)
	}
	return list
}

// SchemaKeys are the keys that are no commands because the schema owns them, for
// the help page.
var SchemaKeys = []struct{ Keys, Title string }{
	{"its letters", "Label the selection or the word at the caret"},
	{"1-9", "First nine labels; with a slot armed, slot n"},
	{"e ...", "Event at selection or word, then its key"},
}

// Menus lists the commands of each menu in groups. Commands that are not
// registered, and menus without any, are left out.
var Menus = []struct {
	Title  string
	Groups [][]string
}{
	{"File", [][]string{
		{"project.new", "project.open", "project.close"}, {"project.saveCopy"}, {"app.settings"}, {"app.quit"},
	}},
	{"Edit", [][]string{
		{"edit.undo", "edit.redo"}, {"edit.copy", "select.grow"}, {"find.inArticle", "find.inCorpus", "find.next", "find.previous"},
		{"article.rename", "article.correct", "article.delete", "article.restore"},
	}},
	{"View", [][]string{
		{"window.palette", "go.article"}, {"go.previousArticle", "go.nextArticle"},
		{"pane.list", "pane.page", "pane.inspector", "pane.labels", "pane.next", "pane.previous"},
		{"view.names", "view.eventFocus", "view.problems", "view.guideline", "view.history"},
		{"view.zoomIn", "view.zoomOut", "view.zoomNormal"}, {"view.motion", "view.theme", "view.fullScreen"},
	}},
	{"Annotate", [][]string{
		{"annotate.pick", "annotate.repeat", "annotate.lock", "annotate.relabel", "annotate.delete"},
		{"annotate.markIdentical", "annotate.markIdenticalProject"},
		{"entity.pick", "annotate.sameEntity", "annotate.relation"}, {"event.document", "event.changeType", "event.value"},
		{"annotate.addFragment", "annotate.removeFragment", "annotate.split", "annotate.join", "annotate.keepVersion"},
		{"annotate.unsure", "annotate.note", "article.flag"}, {"article.done"},
	}},
	{"Review", [][]string{{"review.open", "review.agreement"}, {"review.person", "review.rules", "review.names"}, {"review.release", "review.withdraw", "review.report"}}},
	{"Data", [][]string{{"data.import", "data.export"}, {"data.people", "data.bundle", "data.merge", "data.exchange", "data.settle"}, {"data.schema", "schema.save"}, {"data.register"}}},
	{"Help", [][]string{{"help.open", "help.keys"}, {"help.about"}}},
}
