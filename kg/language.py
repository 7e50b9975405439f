"""Plain English questions into readings: which entries are meant, how they should stand, how they are joined.

The words come from the lexicon alone. A word that it does not hold is never dropped and never guessed: the reading
names it, with the nearest words known, and there is no answer until it is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kg.conditions import DEFAULT_STANCE, SHORTCUTS, Condition, Reading
from kg.errors import UsageError
from kg.lexicon import MAX_PHRASE, Entry, Lexicon, stem, words
from kg.namespaces import expand

MAX_WORDS = 120
DEFAULT_KIND = "fellowship"
SINGLE_VALUED = ("country", "kind", "documentation")
_CONDITION_LISTS = {*DEFAULT_STANCE, "country", "place", "kind", "documentation", "area", "group", "organisation"}
_CONDITION_LISTS |= {"person", "method", "authority", "case"}
_YEAR = re.compile(r"(1[89]|20)[0-9]{2}\Z")
_DECADE = re.compile(r"(1[89]|20)[0-9]0s\Z")


@dataclass
class Piece:
    """A stretch of the question that one entry explains, or a single word that none does."""

    text: str
    entries: list[Entry] = field(default_factory=list)
    year: tuple[int, int] | None = None

    @property
    def entry(self) -> Entry | None:
        return self.entries[0] if self.entries else None

    @property
    def role(self) -> str:
        """The list of the entry; for grammar words the word itself, as `word:not`."""
        if self.year:
            return "year"
        if not self.entry:
            return "unknown"
        return self.entry.curie if self.entry.list == "word" else self.entry.list


def read(question: str, lexicon: Lexicon, has_fellowship: Callable[[str], bool] = lambda country: True) -> Reading:
    """Read a question. `has_fellowship` says whether a country holds any of the fellowship's cases.

    Raises `UsageError` for an empty question and for one of more than `MAX_WORDS` words.
    """
    cut = words(question)
    if not cut:
        raise UsageError('the question is empty; ask for example: kg ask "which projects shared power and cut costs"')
    if len(cut) > MAX_WORDS:
        raise UsageError(f"the question has {len(cut)} words; ask in at most {MAX_WORDS}")
    cut, mended = _mend(cut, lexicon)
    pieces = _pieces(cut, lexicon)
    unknown = {p.text: nearest(p.text, lexicon) for p in pieces if p.role == "unknown"}
    grammar = _Grammar(lexicon)
    grammar.run(pieces)
    unknown |= {word: [] for word in grammar.stray}
    kinds, notes = _kinds(grammar, has_fellowship)
    groups = [g for g in grammar.groups if g]
    by_default = kinds == [DEFAULT_KIND] and not grammar.kinds
    return Reading(question, groups, kinds, mended, notes + grammar.notes, unknown, by_default)


def nearest(word: str, lexicon: Lexicon, most: int = 3) -> list[str]:
    """Labels of the entries whose phrases hold a word like this one."""
    from rapidfuzz import fuzz, process

    close = process.extract(
        word,
        sorted({form for forms in lexicon.known.values() for form in forms}),
        scorer=fuzz.ratio,
        limit=6,
        score_cutoff=70,
    )
    labels: list[str] = []
    for found, _, _ in close:
        for phrase, entries in lexicon.phrases.items():
            if stem(found) in phrase.split():
                labels += [e.label for e in entries if e.list != "word" and e.label not in labels]
    return labels[:most]


def _mend(cut: list[str], lexicon: Lexicon) -> tuple[list[str], dict[str, str]]:
    """Words with one slip of the finger put right, where only one known word makes sense of the question.

    A word that is not understood then either stays as it was typed.
    """
    mended: dict[str, str] = {}
    out = list(cut)
    for word in dict.fromkeys(cut):
        known = stem(word) in lexicon.known or stem(word) in lexicon.ignored
        if known or len(word) < 4 or any(c.isdigit() for c in word):
            continue
        for choices in _near_words(word, lexicon):
            left: dict[int, list[str]] = {}
            for choice in choices:
                tried = [choice if w == word else w for w in out]
                left.setdefault(sum(p.role == "unknown" for p in _pieces(tried, lexicon)), []).append(choice)
            best = left[min(left)]
            if len(best) == 1:
                mended[word] = best[0]
                out = [best[0] if w == word else w for w in out]
            break
    strange = {piece.text for piece in _pieces(out, lexicon) if piece.role == "unknown"}
    typed = {new: word for word, new in mended.items() if new in strange}
    return [typed.get(word, word) for word in out], {word: new for word, new in mended.items() if new not in typed}


def _near_words(word: str, lexicon: Lexicon) -> list[list[str]]:
    """Known words one slip away (two in a long word), those one slip away first; at most a handful."""
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < 8 else 2
    near: dict[int, list[str]] = {}
    for forms in lexicon.known.values():
        alike = [(OSA.distance(word, form, score_cutoff=most), form) for form in forms if form[0] == word[0]]
        if alike and min(alike)[0] <= most:
            near.setdefault(min(alike)[0], []).append(min(alike)[1])
    return [near[distance][:8] for distance in sorted(near)]


def _pieces(cut: list[str], lexicon: Lexicon) -> list[Piece]:
    """Cut the words so that as few as possible stay unexplained, in as few pieces as possible."""
    stems = [stem(word) for word in cut]
    count = len(cut)
    best: list[tuple[int, int, int, Piece | None]] = [(0, 0, 0, None)] * (count + 1)
    for start in range(count - 1, -1, -1):
        choices: list[tuple[int, int, int, Piece | None]] = []
        for length in range(1, min(MAX_PHRASE + 4, count - start) + 1):
            piece = _piece(cut, stems, start, length, lexicon)
            if piece:
                unknown, pieces, _, _ = best[start + length]
                choices.append((unknown + (piece.role == "unknown"), pieces + 1, length, piece))
        best[start] = min(choices, key=lambda c: (c[0], c[1], -c[2]))
    out, at = [], 0
    while at < count:
        _, _, length, chosen = best[at]
        assert chosen
        out.append(chosen)
        at += length
    return [p for p in out if p.role != "word:ignored"]


def _piece(cut: list[str], stems: list[str], start: int, length: int, lexicon: Lexicon) -> Piece | None:
    """The words from `start` as one piece, or `None` where they are not one; a single word always is."""
    text = " ".join(cut[start : start + length])
    window = stems[start : start + length]
    if length == 1:
        if _YEAR.match(text):
            return Piece(text, year=(int(text), int(text)))
        if _DECADE.match(text):
            return Piece(text, year=(int(text[:4]), int(text[:4]) + 9))
    elif window[0] in lexicon.ignored and sum(s not in lexicon.ignored for s in window) > 1:
        return None
    entries = lexicon.find(window)
    if entries:
        return Piece(text, entries)
    if length > 1:
        return None
    return Piece(text, [Entry("word", "word:ignored", "")]) if window[0] in lexicon.ignored else Piece(text)


class _Grammar:
    """Goes through the pieces once, left to right, and builds the groups of conditions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.groups: list[list[Condition]] = []
        self.notes: list[str] = []
        self.stray: list[str] = []
        self.kinds: list[str] = []
        self.all_kinds = False
        self.negated = self.joined = False
        self.manner: Piece | None = None
        self.carried: tuple[Entry, str, str] | None = None
        self.when, self.when_text, self.time, self.time_text = "running", "", "", ""

    def run(self, pieces: list[Piece]) -> None:
        for index, piece in enumerate(pieces):
            role = piece.role
            if role in ("word:and", "word:but"):
                self.joined = False
            elif role == "word:or":
                self.drop_manner()
                self.joined = bool(self.groups)
            elif role in ("word:not", "word:neither"):
                self.negated = True
            elif role == "word:nor":
                self.negated, self.joined = True, False
            elif role == "word:all-kinds":
                self.all_kinds = True
            elif role in (
                "word:since",
                "word:from",
                "word:after",
                "word:before",
                "word:until",
                "word:between",
                "word:during",
            ):
                self.drop_time()
                self.time, self.time_text = role, piece.text
            elif role == "word:began":
                self.when, self.when_text = "began", piece.text
            elif role == "word:running":
                self.when = "running"
            elif role in ("stance", "status"):
                self.take_manner(piece, pieces[index + 1 :])
            elif role == "year":
                self.take_year(piece, pieces[index + 1 :])
            elif role == "kind":
                self.take_kind(piece)
            elif role in _CONDITION_LISTS:
                self.take_condition(piece)
            if role not in ("word:and", "word:or", "barrier") and not (self.carried and role == self.carried[0].list):
                self.carried = None
        self.drop_manner()
        self.drop_time()
        if self.when_text:
            self.stray.append(self.when_text)
        if self.negated:
            self.notes.append("a 'not' at the end has nothing to deny")

    def drop_manner(self) -> None:
        """A stance word that fits nothing is named as not understood."""
        if self.manner:
            self.stray.append(self.manner.text)
            self.manner = None

    def drop_time(self) -> None:
        """A word of time without a year is named too; "in" and "from" alone say nothing and may go."""
        if self.time and self.time not in ("word:during", "word:from"):
            self.stray.append(self.time_text)
        self.time = ""

    def take_manner(self, piece: Piece, rest: list[Piece]) -> None:
        """A stance or status word belongs to the next entry it fits, or else to the one before."""
        assert piece.entry
        ahead = next((p for p in rest if p.role in DEFAULT_STANCE or p.role in ("word:and", "word:or")), None)
        if ahead and ahead.role in DEFAULT_STANCE and _stance_for(piece.entry, ahead.role):
            self.drop_manner()
            self.manner = piece
            return
        last = self.groups[-1][-1] if self.groups and self.groups[-1] else None
        if last and last.is_coded and _stance_for(piece.entry, last.list):
            stance = _stance_for(piece.entry, last.list)
            negated = last.negated or self.negated
            words = f"{last.words} {piece.text}"
            self.groups[-1][-1] = replace(last, stance=stance, negated=negated, words=words)
            self.negated = False
        else:
            self.stray.append(piece.text)

    def take_kind(self, piece: Piece) -> None:
        assert piece.entry
        kind = piece.entry.curie.partition(":")[2]
        if self.negated:
            self.groups.append([self.condition(piece, piece.entry)])
        elif kind not in self.kinds:
            self.kinds.append(kind)

    def take_year(self, piece: Piece, rest: list[Piece]) -> None:
        assert piece.year
        first, last = piece.year
        follows = rest[0] if rest and rest[0].year else None
        if self.time in ("word:between", "word:from") or (follows and not self.time):
            upper = next((p for p in rest if p.year), None) if self.time else follows
            if upper and upper.year:
                self.add(self.years(piece, (first, upper.year[1])))
                upper.year, upper.entries = None, [Entry("word", "word:ignored", "")]
                return
            if self.time == "word:between":
                self.stray.append(self.time_text)
        if self.time in ("word:since", "word:from"):
            last = 9999
        elif self.time == "word:after":
            first, last = last + 1, 9999
        elif self.time == "word:before":
            first, last = 0, first - 1
        elif self.time == "word:until":
            first = 0
        self.add(self.years(piece, (first, last)))

    def years(self, piece: Piece, span: tuple[int, int]) -> Condition:
        first, last = span
        if first == 0:
            text = f"up to {last}" if self.time == "word:until" else f"before {last + 1}"
        elif last == 9999:
            text = f"after {first - 1}" if self.time == "word:after" else f"in or after {first}"
        else:
            text = f"in {first}" if first == last else f"{first} to {last}"
        label = f"{'began' if self.when == 'began' else 'running'} {text}"
        self.time = self.when_text = ""
        negated, self.negated = self.negated, False
        return Condition(self.when, "", label, piece.text, negated=negated, years=span)

    def take_condition(self, piece: Piece) -> None:
        """Add the entry of a piece; where several entries share its words, any one of them will do."""
        entries = [e for e in piece.entries if e.list in _CONDITION_LISTS]
        first = self.condition(piece, entries[0])
        others = [replace(first, list=e.list, entry=expand(e.curie), label=e.label) for e in entries[1:]]
        self.add(first, *others)

    def condition(self, piece: Piece, entry: Entry) -> Condition:
        stance = ""
        if self.manner and entry.list in DEFAULT_STANCE:
            assert self.manner.entry
            stance = _stance_for(self.manner.entry, entry.list)
            if stance:
                piece = Piece(f"{self.manner.text} {piece.text}", piece.entries)
                self.carried = (entry, stance, self.manner.text)
                self.manner = None
        elif self.carried and self.carried[0].list == entry.list:
            stance = self.carry()
        negated, self.negated = self.negated, False
        return Condition(entry.list, expand(entry.curie), entry.label, piece.text, stance, negated)

    def carry(self) -> str:
        """The stance of the entry before "and" or "or", where it goes on to this one, as it does among barriers.

        "Neglected trust and shared power" may mean either; there the word stays with the first, and a note says so.
        """
        assert self.carried
        entry, stance, text = self.carried
        if entry.list == "barrier":
            return stance
        self.notes.append(f"'{text}' is read with '{entry.label}' only; say it again for what comes after")
        return ""

    def add(self, *conditions: Condition) -> None:
        """Join conditions, any one of which will do, to those before: `or` binds its neighbours, all else is `and`."""
        joined, self.joined = self.joined, False
        known = [c for group in self.groups for c in group]
        new = [c for c in conditions if not any(c.same_as(k) for k in known)]
        last = self.groups[-1] if self.groups else []
        if joined and last and all(c.negated for c in last):
            new = [replace(c, negated=True) for c in new]
        same_single = last and all(c.list in SINGLE_VALUED and c.list == last[0].list for c in [*last, *new])
        if not new:
            return
        if new[0].negated:
            self.groups += [[c] for c in new]
        elif joined and last:
            last.extend(new)
        elif same_single and not last[-1].negated:
            last.extend(new)
            self.notes.append(f"a project has one {new[0].list}, so 'and' is read as 'or' there")
        else:
            self.groups.append(new)


def _stance_for(entry: Entry, group: str) -> str:
    """The stance that a stance or status word gives to an entry of a list, or an empty text where it fits none."""
    name = entry.curie.partition(":")[2]
    if entry.curie == "status:forecast" or (name == "anticipated" and group == "outcome"):
        return "forecast" if group == "outcome" else ""
    return name if (group, name) in SHORTCUTS else ""


def _kinds(grammar: _Grammar, has_fellowship: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """Which kinds of case are asked for, and why if not the fellowship's own."""
    if grammar.kinds:
        return grammar.kinds, []
    if grammar.all_kinds or any(c.list == "case" and not c.negated for group in grammar.groups for c in group):
        return [], []
    for group in grammar.groups:
        places = [c for c in group if c.list in ("country", "place") and not c.negated]
        if places and len(places) == len(group) and not any(has_fellowship(c.entry) for c in places):
            names = " or ".join(c.label for c in places)
            return [], [f"none of the fellowship's projects is in {names}, so all kinds of case are searched"]
    return [DEFAULT_KIND], []
