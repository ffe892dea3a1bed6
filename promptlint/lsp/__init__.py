"""The language server: the same engine as the command line, spoken over LSP. Only this package knows LSP."""
