package app

func (w *workspace) askImport()             {}
func (w *workspace) askExport()             {}
func (w *workspace) importPaths(_ []string) {}
