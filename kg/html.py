"""HTML made from texts of cases: every text escaped, one stylesheet, no scripts, nothing from another host."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MARKS = {"certain": "●", "possible": "◐", "not stated": "○"}
LONGEST = 2_000  # characters of one text that are shown
LONG = 80  # characters from which a text in a table is given room

# controls, marks that turn the direction of writing, invisible spaces, halves of surrogate pairs, non-characters
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINK = re.compile(r"(?:https?://[^\s/?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~^$])")


class Html(str):
    """Text that is HTML already: what this module makes is put into other HTML as it is, also by template engines."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def clean(text: object, longest: int = LONGEST) -> str:
    """A text without characters that cannot be seen or that turn the writing round, cut at `longest` characters."""
    found = _HIDDEN.sub("", str(text))
    return found if len(found) <= longest else found[: longest - 1] + "…"


def escape(text: object, longest: int = LONGEST) -> Html:
    """A text as HTML that shows it and nothing else. `Html` comes back unchanged."""
    return text if isinstance(text, Html) else Html(html.escape(clean(text, longest)))


def markdown(text: object) -> str:
    """A text as Markdown that shows it and nothing else: no tags, links, headings or tables; on one line."""
    line = " ".join(clean(text).split())
    plain = html.escape(_MARKDOWN.sub(r"\\\1", line), quote=False)
    return re.sub(r"^(\d+)([.)])|^([-=>])", r"\1\\\2\3", plain)


def link(url: str, text: object = "") -> Html:
    """A link to a web page or mail address. Any other address (`javascript:`, `data:`, a file) gives the text alone."""
    shown = escape(text or url)
    if not _LINK.fullmatch(url) or _HIDDEN.search(url):
        return shown
    return Html(f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{shown}</a>')


def text_of(value: object) -> str:
    """A value as people read it: nothing for none, yes and no, numbers without a tail of noughts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, ".15g") if isinstance(value, float) else str(value)


def brief(value: object) -> str:
    """A value as people read it: of a web address only its last part, thousands parted in large numbers."""
    if isinstance(value, int | float) and abs(value) >= 10_000:
        return format(value, ",.15g" if isinstance(value, float) else ",")
    text = text_of(value)
    return re.split("[/#]", text.rstrip("/#"))[-1] if _is_address(text) else text


def cell(value: object) -> Html:
    """A value as the content of a table's cell; a web address becomes a link."""
    if isinstance(value, Html):
        return value
    text = text_of(value)
    return link(text, brief(value)) if _is_address(text) else escape(brief(value))


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and bool(_LINK.fullmatch(text))


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    caption: str = "",
    meanings: Mapping[str, str] | None = None,
    name: str = "Table",
) -> Html:
    """A table with headings for screen readers, numbers to the right and room for long texts.

    `meanings` says what columns stand for; `name` is what a screen reader calls it where there is no caption.
    """
    data = [list(row) for row in rows]
    kinds = [_kind([row[i] for row in data]) for i in range(len(columns))]
    told = meanings or {}
    heads = "".join(
        f'<th scope="col"{kind}{_title(told.get(name, ""))}>{escape(name)}</th>'
        for name, kind in zip(columns, kinds, strict=True)
    )
    body = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{cell(value)}</td>" for value, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in data
    )
    title = f"<caption>{escape(caption)}</caption>\n" if caption else ""
    called = escape(caption or name)
    return Html(
        f'<div class="cw-scroll" role="region" tabindex="0" aria-label="{called}"><table class="cw-table">\n{title}'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _kind(values: Sequence[object]) -> str:
    """The class of a column: numbers, or texts too long for a narrow one."""
    found = [value for value in values if value is not None]
    if found and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found):
        return ' class="cw-number"'
    long = any(len(value) > LONG for value in found if isinstance(value, str) and not isinstance(value, Html))
    return ' class="cw-text"' if long else ""


def _title(meaning: str) -> str:
    return f' title="{escape(meaning)}"' if meaning else ""


def mark(level: str, words: str = "") -> Html:
    """A level of an answer (`certain`, `possible`, `not stated`) as a sign with its word: never by colour alone."""
    kind = level.replace(" ", "-")
    sign = f'<span aria-hidden="true">{MARKS[level]}</span>'
    return Html(f'<span class="cw-mark cw-{kind}">{sign} {escape(words or level)}</span>')


def details(summary: object, body: object, opened: bool = False) -> Html:
    """A part that opens on a click or a key, without a script."""
    return Html(
        f'<details class="cw-details"{" open" if opened else ""}><summary>{escape(summary)}</summary>\n'
        f"{escape(body)}</details>"
    )


def items(lines: Iterable[object], kind: str = "ul") -> Html:
    """A list, `ul` or `ol`; nothing for no lines."""
    found = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return Html(f'<{kind} class="cw-list">\n{found}</{kind}>' if found else "")


def paragraphs(text: str) -> Html:
    """A text in paragraphs, as empty lines part it."""
    return Html("".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip()))


def code(text: str) -> Html:
    """A query or another text in which every space counts. It is shown whole."""
    return Html(f'<pre class="cw-code" tabindex="0"><code>{escape(text, len(text) + 1)}</code></pre>')


def joined(parts: Iterable[object]) -> Html:
    """Parts one after the other."""
    return Html("\n".join(map(escape, parts)))


def fragment(*parts: object) -> Html:
    """Parts as one piece for a notebook, with the stylesheet; it reads well where styles are taken away."""
    return Html(f'<div class="cw-root"><style>{STYLE}</style>\n{joined(parts)}\n</div>')


def page(title: str, body: Html) -> str:
    """A whole page in the common style that needs no other file; see `document`."""
    return document(title, STYLE, f'<body class="cw-page">\n<main class="cw-root">\n{body}\n</main>\n</body>')


def document(title: str, style: str, body: str) -> str:
    """An HTML document with its style inside; its own policy forbids scripts and requests. `body` is the element."""
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
{body}
</html>
"""
