"""One case on one screen for a class: what it was, who took part, how it went, what came of it, and what to discuss."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg import html
from kg.html import Html
from kg.namespaces import expand, local_name
from kg.notebook.caseview import CaseView, facts_html, findings_html
from kg.notebook.tables import counted
from kg.pictures import changes, model, numbers, phases, sheet, svg, themes
from kg.store import Store

WIDTHS = (380, 760)
FEW = 3  # people that a card names without being asked
Shown = Callable[[str, str, str, svg.Table], Html]


def case_page(view: CaseView, store: Store, show: Shown | None = None, theme: str = "") -> Html:
    """The card of a case as HTML without its stylesheet; it can be read, printed, and used without scripts.

    `show` makes a picture from its narrow and its wide drawing, its words and its table; without it, SVG is put in.
    The theme of the id `theme` stands out in the model, and the evidence on it is folded open.
    """
    label = next((known.label for known in themes.themes(store) if known.id == theme), "") if theme else ""
    data, pictured = view.data, show or drawn
    story = html.details("The story", html.paragraphs(data["story"])) if data["story"] else Html()
    told = [
        facts_html({**data, "documented": ""}),  # the chip says it already
        *_took_part(store, view),
        *_section("Parts", [part["name"] for part in data["parts"]]),
        *_course(store, view.id, pictured),
        *_standing(view),
    ]
    # four blocks in two columns; where there is room for three columns, the second and the last share one
    left = [_block("what", told), _block("results", _results(store, view, pictured))]
    asked = _section("Questions for a class", data["class questions"], "ol")
    right = [_block("themes", _themes(store, view, pictured, theme)), _block("asked", asked)]
    return html.joined(
        [
            Html('<article class="cw-card">'),
            Html(f"<h2>{html.escape(view.name)}</h2>"),
            _documented(data),
            Html(f'<p class="cw-lead">{html.escape(data["summary"])}</p>'),
            story,
            Html(
                f'<div class="cw-halves"><div>\n{html.joined(left)}\n</div>\n<div>\n{html.joined(right)}\n</div></div>'
            ),
            Html("<h3>Evidence</h3>"),
            _columns(findings_html(data, label)),
            *_leaders(store, view),
            Html(f'<p class="cw-soft">{html.escape(data["roster"])}</p>\n</article>'),
        ]
    )


def drawn(narrow: str, wide: str, words: str, table: svg.Table) -> Html:
    """A picture as SVG in the page, by the room that there is, with its table folded under it."""
    folded = html.details("The picture as a table", html.table(*table, name="The picture as a table"))
    return Html(f'{sheet.either(narrow, wide)}\n<div class="cw-screen">{folded}</div>')


def as_image(narrow: str, wide: str, words: str, table: svg.Table) -> Html:
    """A picture for places that take no SVG in the text: an image, with its table open under it."""
    data = base64.b64encode(wide.encode()).decode()
    says = html.escape(svg.brief(words))
    picture = Html(f'<img alt="{says}" src="data:image/svg+xml;base64,{data}" style="max-width:100%">')
    return html.joined([picture, html.table(*table, name="The picture as a table")])


def _section(title: str, lines: list[str], kind: str = "ul") -> list[Html]:
    return [Html(f"<h3>{title}</h3>"), html.items(lines, kind)] if lines else []


def _block(name: str, parts: list[Html]) -> Html:
    """Parts that keep together when a card is laid out."""
    return Html(f'<section class="cw-{name}">\n{html.joined(filter(None, parts))}\n</section>' if parts else "")


def _columns(parts: list[Html]) -> Html:
    """Short parts in as many columns as there is room for."""
    return Html(f'<div class="cw-columns">\n{html.joined(parts)}\n</div>')


def _documented(data: dict[str, Any]) -> Html:
    """How much is known, in a line that comes before anything else."""
    found = counted(len(data["findings"]), "finding") if data["findings"] else "no findings"
    read = "read in full" if data["coded"] else "not read in full"
    told = (f"documentation: {data['documented'].lower()}", read, found)
    chips = " ".join(f'<span class="cw-chip">{html.escape(words)}</span>' for words in told)
    return Html(f"<p>{chips}</p>")


def _took_part(store: Store, view: CaseView) -> list[Html]:
    """Organisations with kinds and roles, then people, who are folded away where they are many."""
    bodies = html.items(str(partner) for partner in partners(store, view.id))
    people = html.items(", ".join(filter(None, person.values())) for person in view.data["people"])
    if len(view.data["people"]) > FEW:
        people = html.details(f"{len(view.data['people'])} people", people)
    nobody = Html() if bodies or people else Html('<p class="cw-soft">No organisation and nobody is named.</p>')
    return [Html("<h3>Who took part</h3>"), bodies, people, nobody]


@dataclass(frozen=True)
class Partner:
    """An organisation that takes part in a case: its id, its name, what kinds it is of, and the roles it plays."""

    id: str
    name: str
    kinds: list[str]
    roles: list[str]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.kinds) or 'kind not told'}): {', '.join(self.roles) or 'takes part'}"


def partners(store: Store, case: str) -> list[Partner]:
    """The organisations of a case, by role."""
    rows = store.graph.rows(
        f"""SELECT DISTINCT ?o ?name ?role ?kind WHERE {{
              ?part cw:participationIn <{expand(f"case:{case}")}> ; cw:participant ?o . ?o rdfs:label ?name .
              OPTIONAL {{ ?part cw:hasRole/rdfs:label ?role }}
              OPTIONAL {{ ?o a ?t . ?t rdfs:label ?kind
                FILTER (?t NOT IN (cw:Organisation, cw:PubliclyFundedOrganisation)) }} }} ORDER BY ?role ?name ?kind"""
    )
    found: dict[str, Partner] = {}
    for iri, name, role, kind in rows:
        partner = found.setdefault(iri, Partner(local_name(iri), name, [], []))
        for word, words in ((role, partner.roles), (kind, partner.kinds)):
            if word and word.lower() not in words:
                words.append(word.lower())
    return [*found.values()]


def _course(store: Store, case: str, show: Shown) -> list[Html]:
    course = phases.course(store, case)
    if not course.phases and not (course.start or course.end):
        return [Html("<h3>How it went</h3>"), html.mark("not stated", "Neither years nor phases are stated")]
    narrow, wide = (phases.draw(course, width) for width in WIDTHS)
    return [Html("<h3>How it went</h3>"), show(narrow, wide, phases.words(course), phases.table(course))]


def _spoken_of(view: CaseView) -> bool:
    """Whether anything was found in the case, or looked for."""
    return bool(view.data["findings"] or view.data["coded"])


def _themes(store: Store, view: CaseView, show: Shown, theme: str) -> list[Html]:
    if not _spoken_of(view):
        return []
    drawing, one = themes.themes(store), themes.one(store, view.id)
    narrow, wide = (model.draw(drawing, one, width, chosen=[f"theme/{theme}"]) for width in WIDTHS)
    return [Html("<h3>Themes</h3>"), show(narrow, wide, model.words(drawing, one), model.table(drawing, one))]


def _standing(view: CaseView) -> list[Html]:
    """Barriers and outcomes in words, each with its level."""
    if not _spoken_of(view):
        return []
    shown: list[Html] = []
    lists: dict[str, list[Any]] = {}
    for row in view.levels:
        lists.setdefault(str(row["list"]), []).append(row)
    for name, rows in [*lists.items()][1:]:
        told = [
            Html(f"{html.mark(str(row['answer']))} {html.escape(row['entry'])}: {html.escape(row['stands'])}")
            for row in rows
            if row["answer"] in ("certain", "possible")
        ]
        silent = [str(row["entry"]) for row in rows if row["answer"] not in ("certain", "possible")]
        rest = f"{html.mark('not stated', 'Not stated')} {html.escape(', '.join(silent))}" if silent else ""
        shown += [Html(f"<h3>{html.escape(name)}s</h3>"), html.items(told), Html(f'<p class="cw-soft">{rest}</p>')]
    return shown


def _results(store: Store, view: CaseView, show: Shown) -> list[Html]:
    found = numbers.changes(store, view.id)
    if not found:
        return []
    narrow, wide = (changes.draw(view.name, found, width) for width in WIDTHS)
    return [
        Html("<h3>Results in numbers</h3>"),
        show(narrow, wide, changes.words(view.name, found), changes.table(found)),
    ]


def _leaders(store: Store, view: CaseView) -> list[Html]:
    folded = [html.details(theme, html.items(texts)) for theme, texts in leaders_questions(store, view.id).items()]
    return [Html("<h3>Questions to leaders on its themes</h3>"), _columns(folded)] if folded else []


def leaders_questions(store: Store, case: str) -> dict[str, list[str]]:
    """The report's questions to leaders on the themes that a case practised, by the label of the theme."""
    rows = store.graph.rows(
        f"""SELECT DISTINCT ?theme ?code ?text WHERE {{
              <{expand(f"case:{case}")}> cw:enactsTheme ?t . ?q a cw:LeaderQuestion ; cw:asksAbout ?t ;
              skos:notation ?code ; skos:definition ?text . ?t rdfs:label ?theme }} ORDER BY ?theme ?code"""
    )
    groups: dict[str, list[str]] = {}
    for theme, _, text in rows:
        groups.setdefault(theme, []).append(text)
    return groups
