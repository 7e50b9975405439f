"""One case with everything that is known of it: a card for people (Markdown or text) and for programs (plain data)."""

from __future__ import annotations

from typing import Any

from kg.errors import UsageError, closest
from kg.namespaces import expand, local_name
from kg.store import Store

_LISTS = ("theme", "barrier", "outcome")  # of the codebook, in the order in which their findings are told


def find_case(store: Store, wanted: str, where: str = "look in the list of cases") -> str:
    """The id of a case by its id, its name or the start of its name.

    Raises `UsageError` with the nearest ones or, where none is near, `where` the cases are to be seen.
    """
    if wanted in store.cases:
        return wanted
    low = wanted.casefold().strip()
    same = [id for id, case in store.cases.items() if case.name.casefold() == low]
    if same:
        return same[0]
    hits = [id for id, case in store.cases.items() if low and case.name.casefold().startswith(low)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise UsageError(f"several cases start with '{wanted}': {', '.join(hits)}")
    names = {case.name.casefold(): id for id, case in store.cases.items()}
    hint = closest(wanted, store.cases) or closest(low, names) or where
    raise UsageError(f"no case is called '{wanted}'; {hint}")


def card(store: Store, id: str) -> dict[str, Any]:
    """Everything about a case as plain data: facts, people, phases, findings with evidence, figures, parts, story."""
    case = f"<{expand(f'case:{id}')}>"
    facts = store.cases[id]
    query = store.graph.rows
    years = query(
        f"SELECT ?s ?e WHERE {{ OPTIONAL {{ {case} cw:startYear ?s }} OPTIONAL {{ {case} cw:endYear ?e }} }}"
    )[0]

    def labels(property: str) -> list[str]:
        return [v for (v,) in query(f"SELECT ?l WHERE {{ {case} {property} ?x . ?x rdfs:label ?l }} ORDER BY ?l")]

    return {
        "case": id,
        "name": facts.name,
        "kind": facts.kind,
        "documented": facts.tier,
        "country": facts.country,
        "places": labels("cw:locatedIn"),
        "policy areas": labels("cw:hasPolicyArea"),
        "service users": labels("cw:serves"),
        "years": [year for year in years if year],
        "part of": labels("cw:partOf"),
        "parts": [
            {"case": local_name(iri), "name": name}
            for iri, name in query(f"SELECT ?p ?l WHERE {{ ?p cw:partOf {case} ; rdfs:label ?l }} ORDER BY ?l")
        ],
        "summary": facts.summary,
        "story": query(f"SELECT ?s WHERE {{ {case} cw:story ?s }}")[0][0],
        "organisations": [
            {"name": name, "role": role}
            for name, role in query(
                f"""SELECT DISTINCT ?name ?role WHERE {{
                      ?part cw:participationIn {case} ; cw:participant ?o ; cw:hasRole ?r .
                      ?o rdfs:label ?name . ?r rdfs:label ?role }} ORDER BY ?role ?name"""
            )
        ],
        "people": [
            {"name": name, "post": post or "", "organisation": organisation or ""}
            for name, post, organisation in query(
                f"""SELECT DISTINCT ?name ?post ?org WHERE {{
                      ?t cw:tenureIn {case} ; cw:heldBy ?p . ?p rdfs:label ?name .
                      OPTIONAL {{ ?t cw:tenureIn {case} ; cw:post ?post }}
                      OPTIONAL {{ ?t cw:tenureIn {case} ; cw:atOrganisation ?o . ?o rdfs:label ?org }} }}
                    ORDER BY ?name ?post"""
            )
        ],
        "phases": [
            {"name": name, "start": start or "", "end": end or "", "note": note or ""}
            for name, start, end, note in query(
                f"""SELECT ?name ?s ?e ?n WHERE {{
                      ?p cw:phaseOf {case} ; rdfs:label ?name .
                      OPTIONAL {{ ?p cw:phaseOf {case} ; cw:startYear ?s }}
                      OPTIONAL {{ ?p cw:phaseOf {case} ; cw:endYear ?e }}
                      OPTIONAL {{ ?p cw:phaseOf {case} ; cw:note ?n }} }} ORDER BY ?s ?p"""
            )
        ],
        "findings": findings(store, id),
        "numbers": numbers(store, id),
        "class questions": [
            text.partition(". ")[2]
            for text in sorted(
                (v for (v,) in query(f"SELECT ?q WHERE {{ {case} cw:classQuestion ?q }}")),
                key=lambda v: int(v.partition(".")[0]),
            )
        ],
        "coded": bool(query(f"SELECT ?p WHERE {{ ?p cw:codedUnit {case} }}")),
        "roster": store.roster_note,
    }


def findings(store: Store, id: str) -> list[dict[str, str]]:
    """The findings about a case itself by every coder, each with its places joined into one text."""
    case = f"<{expand(f'case:{id}')}>"
    rows = store.graph.rows(
        f"""SELECT ?f ?source ?start ?speaker ?locator WHERE {{
              ?f cw:about {case} ; cw:saidBy ?sp ; cw:hasEvidence ?p . ?sp rdfs:label ?speaker .
              ?p cw:inSource ?s ; cw:locator ?locator ; cw:startChar ?start . ?s rdfs:label ?source }}"""
    )
    told: dict[str, tuple[list[str], list[str]]] = {}
    for f, source, _, speaker, locator in sorted(rows, key=lambda row: (*row[:2], int(row[2]), *row[3:])):
        for value, known in zip((speaker, f"{source}, {locator}"), told.setdefault(f, ([], [])), strict=True):
            known += [value] if value not in known else []
    found: dict[str, dict[str, str]] = {}
    listed = store.graph.rows(
        f"""SELECT ?c ?f ?about ?stance ?status ?basis ?coder ?agreement ?settled ?phase ?note WHERE {{
              ?f cw:about {case} ; cw:concerns ?c ; cw:hasStance ?st ; cw:hasBasis ?b ; cw:note ?note ;
                 cw:hasReconciliation ?re ; cw:codedBy ?by .
              ?re rdfs:label ?agreement . ?by rdfs:label ?coder . ?c rdfs:label ?about ; skos:notation ?order .
              ?st rdfs:label ?stance . ?b rdfs:label ?basis .
              OPTIONAL {{ ?f cw:about {case} ; cw:hasClaimStatus ?cs . ?cs rdfs:label ?status }}
              OPTIONAL {{ ?f cw:about {case} ; cw:inPhase ?ph . ?ph rdfs:label ?phase }}
              OPTIONAL {{ ?f cw:about {case} . ?third cw:reconciles ?f ; cw:note ?settled }} }}
            ORDER BY ?order ?st ?f"""
    )
    listed.sort(key=lambda row: _LISTS.index(row[0].split("/")[-2]))
    for _, f, about, stance, status, basis, coder, agreement, settled, phase, note in listed:
        if f in found or f not in told:
            continue
        found[f] = {
            "finding": local_name(f),
            "about": about,
            "stance": stance,
            "status": status or "",
            "basis": basis,
            "coder": coder,
            "agreement": agreement,
            "third look": settled or "",
            "phase": phase or "",
            "note": note,
            "said by": ", ".join(told[f][0]),
            "places": "; ".join(told[f][1]),
        }
    return list(found.values())


def numbers(store: Store, id: str) -> list[dict[str, str]]:
    """The numbers of a case as printed (or computed by us, and then so marked): results first, then figures.

    What may be missing is asked of this case alone each time: else some stores read it of all cases.
    """
    case = f"<{expand(f'case:{id}')}>"
    changed = f"?f cw:about {case} ; cw:hasChange ?c ."
    changes = store.graph.rows(
        f"""SELECT ?f ?what ?design ?before ?after ?group ?relative ?points ?amount ?low ?high ?currency ?recurrence
                   ?start ?end ?computed ?unit ?about WHERE {{
              {changed} ?c cw:ofIndicator ?i ; cw:hasDesign ?d ; cw:isComputed ?computed .
              ?i rdfs:label ?what . ?d rdfs:label ?design .
              OPTIONAL {{ {changed} ?c cw:ofIndicator ?i . ?i cw:unit ?iu }}
              OPTIONAL {{ {changed} ?c cw:before ?b . ?b cw:value ?before ; cw:unit ?bu }}
              OPTIONAL {{ {changed} ?c cw:after ?a . ?a cw:value ?after ; cw:unit ?au }}
              OPTIONAL {{ {changed} ?c cw:comparison ?g . ?g cw:value ?group ; cw:unit ?gu }}
              BIND (COALESCE(?gu, ?au, ?bu, ?iu) AS ?unit)
              OPTIONAL {{ {changed} ?c cw:relativeChange ?relative }}
              OPTIONAL {{ {changed} ?c cw:pointChange ?points }}
              OPTIONAL {{ {changed} ?c cw:amount ?amount }}
              OPTIONAL {{ {changed} ?c cw:amountLow ?low ; cw:amountHigh ?high }}
              OPTIONAL {{ {changed} ?c cw:currency ?currency }}
              OPTIONAL {{ {changed} ?c cw:hasRecurrence ?r . ?r rdfs:label ?recurrence }}
              OPTIONAL {{ {changed} ?c cw:startYear ?start }}
              OPTIONAL {{ {changed} ?c cw:endYear ?end }}
              OPTIONAL {{ {changed} ?c cw:isApproximate ?about }} }} ORDER BY ?c"""
    )
    found = [{"finding": local_name(row[0]), "number": _change_text(*row[1:])} for row in changes]
    figures = store.graph.rows(
        f"""SELECT ?what ?value ?unit ?label ?about WHERE {{
              ?m cw:figureOf {case} ; cw:ofIndicator ?i ; cw:value ?value . ?i rdfs:label ?what .
              OPTIONAL {{ ?m cw:figureOf {case} ; cw:unit ?unit }}
              OPTIONAL {{ ?m cw:figureOf {case} ; cw:population ?label }}
              OPTIONAL {{ ?m cw:figureOf {case} ; cw:isApproximate ?about }} }} ORDER BY ?m"""
    )
    for what, value, unit, label, about in figures:
        who = f" ({label})" if label and label != what else ""
        roughly = "about " if about == "true" else ""
        found.append({"finding": "", "number": f"{what}: {roughly}{_amount(value, unit)}{who}"})
    return found


def _amount(value: str, unit: str | None) -> str:
    """A number for reading: thousands parted, per cent and money marked."""
    whole, point, rest = value.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    text = f"{sign}{int(digits):,}{point}{rest}"
    name = local_name(unit or "")
    if name == "PERCENT":
        return f"{text}%"
    return f"{name.removeprefix('CCY_')} {text}" if name.startswith("CCY_") else text


def _change_text(
    what: str,
    design: str,
    before: str | None,
    after: str | None,
    group: str | None,
    relative: str | None,
    points: str | None,
    amount: str | None,
    low: str | None,
    high: str | None,
    currency: str | None,
    recurrence: str | None,
    start: str | None,
    end: str | None,
    computed: str,
    unit: str | None,
    about: str | None,
) -> str:
    """One change in words, with what it rests on."""
    parts = []
    if before and after:
        parts.append(f"{_amount(before, unit)} before, {_amount(after, unit)} after")
    elif after:
        parts.append(_amount(after, unit))
    if group:
        parts.append(f"{_amount(group, unit)} in the comparison group")
    if relative:
        parts.append(f"{float(relative) * 100:+.1f}%".replace(".0%", "%"))
    if points:
        parts.append(f"{float(points):+g} points")
    if amount:
        parts.append(f"{currency} {_amount(amount, None)}")
    if low and high:
        parts.append(f"{currency} {_amount(low, None)} to {_amount(high, None)}")
    if recurrence:
        parts.append(recurrence.lower())
    if start or end:
        parts.append(" to ".join(dict.fromkeys(year for year in (start, end) if year)))
    tail = "; approximate" if about == "true" else ""
    tail += "; computed by us" if computed == "true" else ""
    return f"{what}: {', '.join(parts)} ({design.lower()}{tail})"


def to_text(data: dict[str, Any], markdown: bool) -> str:
    """A card as Markdown, or as plain text with the same headings."""
    heading, bold, bullet = ("\n### {}\n", "**{}**", "- ") if markdown else ("\n{}", "{}", "  - ")
    lines = [f"## {data['name']}" if markdown else data["name"], "", data["summary"], ""]
    years = " to ".join(data["years"])
    for title, value in (
        ("Case", data["case"]),
        ("Kind", data["kind"]),
        ("How well documented", data["documented"]),
        ("Where", ", ".join([*data["places"], data["country"]])),
        ("Years", years),
        ("Policy areas", ", ".join(data["policy areas"])),
        ("Service users", ", ".join(data["service users"])),
        ("Part of", ", ".join(data["part of"])),
    ):
        if value:
            lines.append(f"{'- ' if markdown else ''}{bold.format(title)}: {value}")
    lines += [heading.format("Story"), data["story"]]
    groups: list[tuple[str, list[str]]] = [
        ("Parts", [f"{p['name']} [{p['case']}]" for p in data["parts"]]),
        ("Organisations", [f"{o['name']}, {o['role'].lower()}" for o in data["organisations"]]),
        ("People", [", ".join(x for x in (p["name"], p["post"], p["organisation"]) if x) for p in data["people"]]),
        ("Phases", [_phase(p) for p in data["phases"]]),
        ("Findings", [_finding(f) for f in data["findings"]]),
        ("Numbers", [n["number"] + (f" [{n['finding']}]" if n["finding"] else "") for n in data["numbers"]]),
        ("Questions for a class", data["class questions"]),
    ]
    for title, items in groups:
        if items:
            lines += [heading.format(title), *(bullet + item for item in items)]
    if not data["findings"]:
        lines += [heading.format("Findings"), no_findings(data)]
    return "\n".join([*lines, "", data["roster"]]) + "\n"


def no_findings(data: dict[str, Any]) -> str:
    """Why a card has no findings."""
    if data["coded"]:
        return "A full reading found nothing to code."
    return "It has not been coded: the sources only list it."


def _phase(phase: dict[str, str]) -> str:
    years = f"{phase['start']} to {phase['end'] or '…'}" if phase["start"] else "years not stated in the source"
    return f"{phase['name']} ({years})" + (f": {phase['note']}" if phase["note"] else "")


def _finding(finding: dict[str, str]) -> str:
    stance = f"{finding['stance']}, {finding['status']}" if finding["status"] else finding["stance"]
    phase = f"; phase: {finding['phase']}" if finding["phase"] else ""
    third = f" Third look: {finding['third look']}" if finding["third look"] else ""
    coding = f"{finding['basis']}; {finding['coder']}; {finding['agreement']}"
    return (
        f"{finding['about']} ({stance}): {finding['note']}{third} "
        f"({coding}{phase}; said by {finding['said by']}; {finding['places']}; {finding['finding']})"
    )
