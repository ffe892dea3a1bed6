"""The texts that the editor holds: lines end where LSP says, and columns count in the agreed unit."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.workspace import TextDocument, Workspace

from promptlint.lsp.convert import Places
from promptlint.source import Source

# What a buffer without a file is read as, by the editor's language id.
SUFFIX = {
    "charter": ".charter",
    "promptlint-prompt": ".prompt",
    "prompt": ".prompt.md",
    "instructions": ".instructions.md",
    "chatagent": ".agent.md",
    "skill": ".agent.md",
    "markdown": ".md",
    "yaml": ".yaml",
    "json": ".json",
    "jsonc": ".json",
    "toml": ".toml",
    "python": ".py",
    "typescript": ".ts",
    "typescriptreact": ".tsx",
    "javascript": ".js",
    "javascriptreact": ".jsx",
    "xml": ".xml",
    "jinja": ".j2",
    "jinja-html": ".j2",
    "handlebars": ".hbs",
}


class Text(TextDocument):
    """One open text. The library's own breaks lines at form feeds and U+2028 too, which moves every edit behind them."""

    def places(self) -> Places:
        """Its places in the client's unit."""
        encoding = self.position_codec.encoding
        return Places(Source("", self.source), lsp.PositionEncodingKind(encoding or "utf-16"))

    def _apply_incremental_change(self, change: lsp.TextDocumentContentChangePartial) -> None:
        start, end = self.places().span(change.range)
        text = self.source
        self._source = text[:start] + change.text + text[max(start, end) :]


class Texts(Workspace):
    """All open texts."""

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> Text:
        return Text(doc_uri, source, version, language_id, True, self._sync_kind, self._position_codec)


def suffix_of(language_id: str | None) -> str:
    """The end of the name under which a buffer without a file is read."""
    return SUFFIX.get(language_id or "", ".txt")
