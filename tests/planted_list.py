"""The list of planted errors: what is planted, the exact edit, and the first gate that catches it.

Each plant is one error in a copy of the real data. The gates run in the order of `GATES` in `planted_bench.py`; a
plant names the first that speaks up and words of its message. Those that no gate can catch stand in `UNCAUGHT`, each
with what a reader would need to see it. `docs/planted-errors.md` is made of this list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """`old` becomes `new`: the only place in the file, or the first one after `after`, which stands there once.

    A `new` such as `{miles-2011:10-11}` stands for the words of those lines, so that no such words stand here.
    """

    file: str
    old: str
    new: str
    after: str = ""


@dataclass(frozen=True)
class Plant:
    """One error. `gate` is the first gate that catches it and `says` words of its message.

    Where no gate can, `gate` is empty and `says` tells what a reader would need. `near` names cases to build the graph
    from where no case file was changed.
    """

    id: str
    what: str
    edits: tuple[Edit, ...]
    gate: str
    says: str
    near: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The kinds of file that were changed, as a reader would call them."""
        return ", ".join(dict.fromkeys(kind_of(edit.file) for edit in self.edits))


def kind_of(file: str) -> str:
    kinds = {
        "cases/registry/": "registry",
        "cases/codings/": "second coding",
        "cases/settlements/": "third look",
        "cases/": "case",
        "ontology/codebook": "codebook",
        "ontology/context": "mapping",
        "ontology/": "terms",
        "queries/rules/": "rules",
        "queries/answers/": "named question",
    }
    return next(kind for start, kind in kinds.items() if file.startswith(start))


def case(id: str) -> str:
    return f"cases/{id}.md"


def second(id: str) -> str:
    return f"cases/codings/coder-2/{id}.yaml"


def third(id: str) -> str:
    return f"cases/settlements/{id}.yaml"


def registry(name: str) -> str:
    return f"cases/registry/{name}.yaml"


BERNALILLO, COOK, MULTNOMAH, YORK = (
    case(f"{name}") for name in ("bernalillo-jdai", "cook-jdai", "multnomah-jdai", "york-region-literacy")
)
VIRGINIA = case("virginia-comprehensive-services")
CODEBOOK = "ontology/codebook.ttl"

PLANTS = [
    # ---------------------------------------------------------------- reading
    Plant(
        "two-stances",
        "a finding with two stances",
        (Edit(COOK, "    stance: improved\n", "    stance: improved\n    stance: worsened\n", "  - id: o1\n"),),
        "reading",
        "key 'stance' stands twice",
    ),
    Plant(
        "thousands-sign",
        "a sum with thousands signs",
        (Edit(COOK, "amount: 250000000", "amount: 250,000,000"),),
        "reading",
        "'250,000,000' is not a number",
    ),
    Plant(
        "half-year",
        "a year of two digits",
        (Edit(COOK, "start: 1993", "start: 93"),),
        "reading",
        "'93' is not a year",
    ),
    Plant(
        "american-spelling",
        "a field under another spelling",
        (Edit(COOK, "favourable: true", "favorable: true", "relative: -0.54"),),
        "reading",
        "unknown field 'favorable'",
    ),
    Plant(
        "unseen-character",
        "an invisible character in the name of a case",
        (Edit(MULTNOMAH, "name: Multnomah County", "name: Multnomah\u200b County"),),
        "reading",
        "invisible character",
    ),
    Plant(
        "lines-backwards",
        "the lines of a passage the wrong way round",
        (Edit(second("cook-jdai"), "[miles-2011:2118-2121]", "[miles-2011:2121-2118]"),),
        "reading",
        "'miles-2011:2121-2118' ends before it starts",
    ),
    # ---------------------------------------------------------------- checking
    Plant(
        "theme-as-barrier",
        "a theme typed as a barrier",
        (Edit(BERNALILLO, "barrier: institutional-inertia", "barrier: share-power"),),
        "checking",
        "'share-power' is not a barrier",
    ),
    Plant(
        "stance-of-another-list",
        "an outcome's stance on a theme",
        (Edit(BERNALILLO, "stance: enacted", "stance: improved", "  - id: t1\n"),),
        "checking",
        "'improved' is no stance of a theme",
    ),
    Plant(
        "case-as-organisation",
        "a case typed as a partner",
        (Edit(MULTNOMAH, "{organisation: multnomah-county, role", "{organisation: multnomah-jdai, role"),),
        "checking",
        "'multnomah-jdai' is not an organisation",
    ),
    Plant(
        "partner-of-itself",
        "a case as a partner of itself, by way of the organisation of its name",
        (
            Edit(
                case("nm-behavioural-health-collaborative"),
                "{organisation: new-mexico-behavioural-health-collaborative, role: lead",
                "{organisation: new-mexico-behavioural-health-collaborative, role: partner",
            ),
        ),
        "checking",
        "is made a partner of itself",
    ),
    Plant(
        "phase-of-another-case",
        "a phase of another case",
        (Edit(MULTNOMAH, "    status: measured\n", "    status: measured\n    phase: act-alone\n", "  - id: o1\n"),),
        "checking",
        "'act-alone' is not a phase",
    ),
    Plant(
        "part-cycle",
        "a whole made a part of its own part",
        (Edit(case("jdai-national"), "country: US\n", "part-of: cook-jdai\ncountry: US\n"),),
        "checking",
        "following part-of leads back here",
    ),
    Plant(
        "two-spellings",
        "an organisation a second time, under another spelling",
        (
            Edit(
                registry("organisations"),
                "organisations:\n",
                "organisations:\n  - id: annie-casey-fund\n    name: Anny E. Casey Foundation\n    kind: foundation\n"
                "    country: US\n    evidence: [miles-2011:2094-2095]\n",
            ),
        ),
        "checking",
        "is spelled almost as",
    ),
    Plant(
        "person-abroad",
        "a person in the wrong country",
        (Edit(registry("people"), "country: US", "country: CA", "  - id: art-murphy\n"),),
        "checking",
        "art-murphy is in no country of their posts",
    ),
    Plant(
        "organisation-abroad",
        "an organisation in the wrong country",
        (Edit(registry("organisations"), "country: US", "country: IN", "  - id: office-of-comprehensive-services\n"),),
        "checking",
        "office-of-comprehensive-services is in no country of its cases",
    ),
    Plant(
        "place-abroad",
        "a case in a place of another country",
        (Edit(YORK, "places: [york-region-on]", "places: [bernalillo-county-nm]"),),
        "checking",
        "bernalillo-county-nm lies in US, the case in CA",
    ),
    Plant(
        "state-abroad",
        "a state inside the wrong country",
        (Edit(registry("places"), "within: united-states", "within: india", "  - id: virginia\n"),),
        "checking",
        "the code US-VA is not of IN",
    ),
    Plant(
        "dollar-swapped",
        "a sum of US dollars as Canadian ones",
        (Edit(MULTNOMAH, "currency: USD", "currency: CAD"),),
        "checking",
        "CAD is not the currency of the indicator",
    ),
    Plant(
        "unit-swapped",
        "a number of beds as a percentage",
        (Edit(MULTNOMAH, "value: 16, unit: NUM", "value: 16, unit: PERCENT"),),
        "checking",
        "'PERCENT' is not the unit of the indicator",
    ),
    Plant(
        "good-as-bad",
        "a good change marked as a bad one",
        (Edit(YORK, "favourable: true", "favourable: false", "points: 32\n"),),
        "checking",
        "the finding says improved, its number the opposite",
    ),
    Plant(
        "stance-against-number",
        "a stance flipped, with a number that says otherwise",
        (Edit(MULTNOMAH, "stance: improved", "stance: worsened", "  - id: o1\n"),),
        "checking",
        "the finding says worsened, its number the opposite",
    ),
    Plant(
        "method-of-another-theme",
        "a method of another theme",
        (Edit(YORK, "theme: appreciate-service-user-perspective", "theme: share-power"),),
        "checking",
        "'outcome-measures' is no method of this theme",
    ),
    Plant(
        "years-backwards",
        "the years of a phase the wrong way round",
        (Edit(VIRGINIA, "start: 2007, end: 2010", "start: 2010, end: 2007"),),
        "checking",
        "2010 to 2007 runs backwards",
    ),
    Plant(
        "phase-before-case",
        "a phase that starts before its case",
        (Edit(VIRGINIA, "name: The Act alone, start: 1993", "name: The Act alone, start: 1983"),),
        "checking",
        "the phase starts before its case, in 1993",
    ),
    Plant(
        "tier-lowered",
        "a case that is told of, as one that is only listed",
        (Edit(COOK, "tier: described", "tier: listed"),),
        "checking",
        "a listed case has no findings",
    ),
    Plant(
        "coding-of-another-case",
        "a coding in the file of another case",
        (Edit(second("cook-jdai"), "case: cook-jdai", "case: multnomah-jdai"),),
        "checking",
        "the file is called 'cook-jdai.yaml', its case 'multnomah-jdai'",
    ),
    Plant(
        "settled-without-need",
        "a third look at what the coders agree on",
        (Edit(third("bernalillo-jdai"), "settles: [t4]", "settles: [t1]"),),
        "checking",
        "the coders agree on 't1'; there is nothing to settle",
    ),
    Plant(
        "entry-renamed",
        "a theme under another id in the codebook",
        (Edit(CODEBOOK, "\ntheme:share-power rdf:type", "\ntheme:sharing-power rdf:type"),),
        "checking",
        "'share-power' is not a theme",
    ),
    # ---------------------------------------------------------------- the roster
    Plant(
        "comparator-as-project",
        "a comparator counted among the projects",
        (Edit(COOK, "kind: comparator", "kind: fellowship"),),
        "the roster",
        "cook-jdai: kind is fellowship, not comparator",
    ),
    Plant(
        "part-of-another",
        "a part of another case",
        (Edit(COOK, "part-of: jdai-national", "part-of: bernalillo-jdai"),),
        "the roster",
        "cook-jdai: part_of is bernalillo-jdai, not jdai-national",
    ),
    # ---------------------------------------------------------------- passages
    Plant(
        "passage-shifted",
        "a passage that starts a character later",
        (Edit(MULTNOMAH, "{start: 128510,", "{start: 128511,", "  miles-2011:2116-2117:"),),
        "passages",
        "miles-2011:2116-2117: start is 128511, the source has 128510",
    ),
    Plant(
        "passage-a-line-later",
        "a passage a line later, with the position of the old one",
        (
            Edit(second("bernalillo-jdai"), "[miles-2011:2106-2107]", "[miles-2011:2107-2108]"),
            Edit(second("bernalillo-jdai"), "  miles-2011:2106-2107:", "  miles-2011:2107-2108:"),
        ),
        "passages",
        "miles-2011:2107-2108: start is 127923",
    ),
    Plant(
        "digest-changed",
        "a changed digit in the digest of a passage",
        (Edit(third("york-region-literacy"), 'digest: "aa04', 'digest: "aa05'),),
        "passages",
        "digest is aa05",
    ),
    Plant(
        "box-renamed",
        "a passage said to be in another box",
        (Edit(COOK, "Box 7, lines 2118-2121", "Box 8, lines 2118-2121"),),
        "passages",
        "locator is Box 8, lines 2118-2121, the source has Box 7",
    ),
    Plant(
        "another-text",
        "the digest of a source that is not the one that was read",
        (Edit(registry("sources"), "sha256: 42ed", "sha256: 42ee"),),
        "passages",
        "has its digest 42ee",
    ),
    # ---------------------------------------------------------------- printed numbers
    Plant(
        "digits-swapped",
        "two digits of a percentage swapped",
        (Edit(BERNALILLO, "relative: -0.58", "relative: -0.85"),),
        "printed numbers",
        "relative: 85% does not stand in miles-2011:2103-2105",
    ),
    Plant(
        "figure-of-another-county",
        "the figure of another county",
        (Edit(BERNALILLO, "relative: -0.58", "relative: -0.65"),),
        "printed numbers",
        "relative: 65% does not stand in",
    ),
    Plant(
        "per-cent-as-points",
        "per cent as percentage points",
        (Edit(COOK, "relative: -0.54", "points: -54"),),
        "printed numbers",
        "points: 54 points does not stand in",
    ),
    Plant(
        "wrong-before",
        "a wrong value before",
        (Edit(YORK, "before: {value: 59,", "before: {value: 69,"),),
        "printed numbers",
        "value: 69% does not stand in",
    ),
    Plant(
        "wrong-after",
        "a wrong value after",
        (Edit(VIRGINIA, "after: {value: 2900,", "after: {value: 2600,"),),
        "printed numbers",
        "value: 2600 does not stand in",
    ),
    Plant(
        "a-tenth-of-the-sum",
        "a sum of money ten times too small",
        (Edit(MULTNOMAH, "amount: 2400000", "amount: 240000"),),
        "printed numbers",
        "amount: 240000 USD does not stand in",
    ),
    Plant(
        "pounds-as-dollars",
        "pounds as dollars, in the case and in the indicator",
        (
            Edit(case("popp"), "currency: GBP", "currency: USD", "amount: 2166"),
            Edit(registry("indicators"), "CCY_GBP", "CCY_USD", "  - id: therapy-and-clinic-cost-reduction\n"),
        ),
        "printed numbers",
        "amount: 2166 USD does not stand in",
    ),
    Plant(
        "canadian-as-american",
        "Canadian dollars as US ones, in the case and in the indicator",
        (
            Edit(case("service-canada"), "currency: CAD", "currency: USD", "amount: 292000000"),
            Edit(case("service-canada"), "currency: CAD", "currency: USD", "amount: 424000000"),
            Edit(registry("indicators"), "CCY_CAD", "CCY_USD", "  - id: savings-for-taxpayers\n"),
        ),
        "printed numbers",
        "amount: 292000000 USD does not stand in",
    ),
    Plant(
        "year-wrong",
        "a wrong last year of a change",
        (Edit(BERNALILLO, "end: 2004", "end: 2005"),),
        "printed numbers",
        "end: 2005 does not stand in",
    ),
    Plant(
        "phase-year-wrong",
        "a wrong first year of a phase",
        (Edit(case("pmdu"), "start: 2001, end: 2005", "start: 2002, end: 2005"),),
        "printed numbers",
        "start: 2002 does not stand in",
    ),
    Plant(
        "figure-wrong",
        "two digits of a figure swapped",
        (Edit(case("wikipedia-wikimedia"), "value: 393000000", "value: 339000000"),),
        "printed numbers",
        "value: 339000000 does not stand in",
    ),
    Plant(
        "almost-left-out",
        "a sum that is printed as almost so much, as an exact one",
        (Edit(COOK, "        approximate: true\n", ""),),
        "printed numbers",
        "amount: 250000000 USD is printed as a rough number in",
    ),
    Plant(
        "mentions-wrong",
        "a wrong count of those who spoke of a theme",
        (Edit(registry("mentions"), "mentions: 55", "mentions: 56", "  - id: share-power\n"),),
        "printed numbers",
        "mentions: 56 does not stand in",
    ),
    Plant(
        "event-year-wrong",
        "a wrong year in the story of the sources",
        (
            Edit(
                registry("story"),
                "start: 2009\n    end: 2009",
                "start: 2008\n    end: 2009",
                "  - id: fellowship-application\n",
            ),
        ),
        "printed numbers",
        "start: 2008 does not stand in",
    ),
    Plant(
        "noted-wrong",
        "a wrong number noted by the second coder",
        (Edit(second("bernalillo-jdai"), '"58%"', '"85%"'),),
        "printed numbers",
        "printed: 85% does not stand in",
    ),
    Plant(
        "story-wrong",
        "a wrong percentage in a story",
        (Edit(BERNALILLO, "fell by 58%, and", "fell by 85%, and"),),
        "printed numbers",
        "story: 85 stands in no passage of bernalillo-jdai",
    ),
    # ---------------------------------------------------------------- names
    Plant(
        "partner-of-another-case",
        "an organisation of another case as the one that leads",
        (Edit(YORK, "organisation: york-region-district-school-board, role", "organisation: seedco, role"),),
        "names",
        "organisation: Seedco is not named near",
    ),
    Plant(
        "speaker-of-another-case",
        "a finding said by a person of another case",
        (Edit(BERNALILLO, "said-by: [doug-e-mitchell]", "said-by: [tonya-surman]", "  - id: t1\n"),),
        "names",
        "said-by: Tonya Surman is not named near",
    ),
    Plant(
        "second-speaker-wrong",
        "a finding of the second coder said by a person of another case",
        (Edit(second("york-region-literacy"), "said-by: [bill-hogarth]", "said-by: [art-murphy]", "  - id: t2\n"),),
        "names",
        "said-by: Art Murphy is not named near",
    ),
    Plant(
        "post-of-another-case",
        "a post held by a person of another case",
        (
            Edit(
                MULTNOMAH,
                "outcomes:\n",
                "people:\n  - {person: ray-radke, post: Judge, evidence: [miles-2011:2116-2117]}\noutcomes:\n",
            ),
        ),
        "names",
        "person: Ray Radke is not named near",
    ),
    Plant(
        "name-misspelt",
        "the name of a person misspelt",
        (Edit(registry("people"), "name: Art Murphy", "name: Art Murfy"),),
        "names",
        "name: Art Murfy is not named near",
    ),
    # ---------------------------------------------------------------- copied words
    Plant(
        "sentence-copied",
        "a sentence of the report in a story",
        (Edit(MULTNOMAH, "The report tells no more.", "{miles-2011:2116-2118}"),),
        "copied words",
        "eight words in a row stand in miles-2011 too",
    ),
    Plant(
        "sentence-copied-by-the-second-coder",
        "a sentence of the report in a note of the second coder",
        (
            Edit(
                second("bernalillo-jdai"),
                "Arrests of juveniles fell by 37% from 1999 to 2006.",
                "{miles-2011:2106-2107}",
            ),
        ),
        "copied words",
        "eight words in a row stand in miles-2011 too",
    ),
    Plant(
        "sentence-copied-into-the-codebook",
        "a sentence of the report in a definition",
        (Edit(CODEBOOK, "The source says the theme was left undone.", "{miles-2011:1137-1138}"),),
        "copied words",
        "eight words in a row stand in miles-2011 too",
    ),
    # ---------------------------------------------------------------- second coding
    Plant(
        "stance-flipped",
        "a stance flipped by the first coder",
        (Edit(BERNALILLO, "stance: enacted", "stance: neglected", "  - id: t1\n"),),
        "second coding",
        "bernalillo-jdai-t1 stands on one coding alone",
    ),
    Plant(
        "stance-flipped-by-the-second",
        "a stance flipped by the second coder",
        (Edit(second("bernalillo-jdai"), "stance: encountered", "stance: overcome", "  - id: b2\n"),),
        "second coding",
        "bernalillo-jdai-coder-2-b2 stands on one coding alone",
    ),
    Plant(
        "neighbouring-theme",
        "a theme taken for its neighbour",
        (Edit(BERNALILLO, "theme: spend-time-on-relationships", "theme: serve-others-perspectives", "  - id: t7\n"),),
        "second coding",
        "bernalillo-jdai-t7 stands on one coding alone",
    ),
    Plant(
        "barrier-swapped",
        "a barrier taken for another",
        (Edit(BERNALILLO, "barrier: lack-of-passion-or-time", "barrier: impatience"),),
        "second coding",
        "bernalillo-jdai-b2 stands on one coding alone",
    ),
    Plant(
        "basis-raised",
        "a basis raised from inferred to stated",
        (Edit(YORK, "basis: inferred", "basis: stated", "theme: insist-on-whole-system-approaches\n"),),
        "second coding",
        "york-region-literacy-t4: only one coder reads it as said outright",
    ),
    Plant(
        "hope-as-result",
        "a hope turned into a result",
        (Edit(case("total-place-leicester"), "status: forecast", "status: claimed"),),
        "second coding",
        "total-place-leicester-o1 stands on one coding alone",
    ),
    Plant(
        "result-as-hope",
        "a result turned into a hope by the second coder",
        (Edit(second("york-region-literacy"), "status: measured", "status: forecast"),),
        "second coding",
        "york-region-literacy-coder-2-o1 stands on one coding alone",
    ),
    Plant(
        "figure-of-the-next-county",
        "the figure of another county, from the same passage",
        (Edit(COOK, "relative: -0.54", "relative: -0.37"),),
        "second coding",
        "cook-jdai: only coder-1 has 37% for effectiveness",
    ),
    Plant(
        "passage-of-another-case",
        "a finding with a passage of another case, rightly located",
        (
            Edit(BERNALILLO, "evidence: [miles-2011:1601-1603]", "evidence: [miles-2011:743-750]"),
            Edit(
                BERNALILLO,
                '  miles-2011:1601-1603: {start: 98158, end: 98453, digest: "a253798754942c67", '
                'locator: "section 2.3, lines 1601-1603"}\n',
                '  miles-2011:743-750: {start: 42429, end: 43090, digest: "aa040f54b4e9fefe", '
                'locator: "section 1.2.1, outcome measures, lines 743-750"}\n',
            ),
        ),
        "second coding",
        "bernalillo-jdai-b1: the coders agree on institutional-inertia from other lines",
    ),
    # ---------------------------------------------------------------- empty queries
    Plant(
        "before-and-after-swapped",
        "the values before and after swapped",
        (
            Edit(VIRGINIA, "before: {value: 4300,", "before: {value: 2900,"),
            Edit(VIRGINIA, "after: {value: 2900,", "after: {value: 4300,"),
        ),
        "empty queries",
        "change-against-its-direction: change:virginia-comprehensive-services-o7-c1 marked favourable",
    ),
    Plant(
        "groups-swapped",
        "the group served and the comparison group swapped",
        (
            Edit(case("rikers-island-post-release-programme"), "after: {value: 59,", "after: {value: 30,"),
            Edit(case("rikers-island-post-release-programme"), "comparison: {value: 30,", "comparison: {value: 59,"),
        ),
        "empty queries",
        "change-against-its-direction: change:rikers-island-post-release-programme-o1-c1 marked favourable",
    ),
    Plant(
        "direction-turned",
        "an indicator for which more is better, as one for which less is",
        (Edit(registry("indicators"), "better: lower", "better: higher", "  - id: average-daily-detention\n"),),
        "empty queries",
        "change-against-its-direction: change:bernalillo-jdai-o1-c1 marked favourable",
        ("bernalillo-jdai",),
    ),
    Plant(
        "count-above-its-denominator",
        "a count above the number that it is out of",
        (
            Edit(registry("mentions"), "mentions: 60", "mentions: 69", "  - id: appreciate-service-user-perspective\n"),
            Edit(registry("mentions"), "out-of: 69", "out-of: 60", "  - id: appreciate-service-user-perspective\n"),
        ),
        "empty queries",
        "mention-above-denominator",
    ),
    Plant(
        "stance-in-another-list",
        "a stance moved to another list of the codebook",
        (Edit(CODEBOOK, "skos:Concept , cw:ThemeStance", "skos:Concept , cw:OutcomeStance", "\nstance:neglected "),),
        "empty queries",
        "theme-finding-with-wrong-stance",
        ("virginia-comprehensive-services",),
    ),
    Plant(
        "two-entries-of-one-name",
        "two entries of the codebook with one name",
        (Edit(CODEBOOK, '"Explain what is important"@en ; skos:prefLabel', '"Share power"@en ; skos:prefLabel'),),
        "empty queries",
        "duplicate-labels-in-codebook",
        ("cook-jdai",),
    ),
    Plant(
        "withdrawn-in-use",
        "an entry withdrawn while findings use it",
        (Edit(CODEBOOK, '  skos:notation "T05" ;', '  owl:deprecated true ; skos:notation "T05" ;'),),
        "empty queries",
        "withdrawn-term-in-use",
        ("bernalillo-jdai",),
    ),
    Plant(
        "speaker-mapped-nowhere",
        "a field mapped to a property that is not there",
        (
            Edit(
                "ontology/context.jsonld",
                '"said-by": {"@id": "cw:saidBy"',
                '"said-by": {"@id": "cw:saidby"',
                '"themes"',
            ),
        ),
        "empty queries",
        "finding-without-speaker",
        ("bernalillo-jdai",),
    ),
    # ---------------------------------------------------------------- shapes
    Plant(
        "wrong-sum",
        "a number worked out wrongly",
        (Edit(VIRGINIA, "relative: -0.3256", "relative: -0.3526"),),
        "shapes",
        "does not follow from its two values: work it out again",
    ),
    Plant(
        "authority-misplaced",
        "a source of authority on a theme that needs none",
        (
            Edit(
                VIRGINIA,
                "    note:",
                "    authority: vertical\n    note:",
                "theme: promote-collaborative-front-line-working\n",
            ),
        ),
        "shapes",
        "Remove the authority",
    ),
    Plant(
        "range-turned",
        "the two ends of a range of per cent swapped",
        (
            Edit(registry("mentions"), "percent-low: 80", "percent-low: 90", "  - id: range-share-power\n"),
            Edit(registry("mentions"), "percent-high: 90", "percent-high: 80", "  - id: range-share-power\n"),
        ),
        "shapes",
        "Give the lower end of the range once, no higher than the upper",
    ),
    Plant(
        "sums-turned",
        "the two ends of a range of money swapped",
        (
            Edit(case("total-place-leicester"), "amount-low: 3750000", "amount-low: 5250000"),
            Edit(case("total-place-leicester"), "amount-high: 5250000", "amount-high: 3750000"),
        ),
        "shapes",
        "Give at most one lower end, no higher than the upper",
    ),
    Plant(
        "group-as-before",
        "the value of a comparison group as the value before",
        (Edit(case("rikers-island-post-release-programme"), "comparison: {value: 30,", "before: {value: 30,"),),
        "shapes",
        "change the design, or move the value",
    ),
    Plant(
        "definition-lost",
        "an entry of the codebook without its definition",
        (Edit(CODEBOOK, "  skos:definition ", "  skos:note ", '"Explain what is important"@en ; skos:prefLabel'),),
        "shapes",
        "Define the entry once in each language",
        ("cook-jdai",),
    ),
    Plant(
        "support-lost",
        "a supporting activity that serves no core theme",
        (
            Edit(
                CODEBOOK,
                "  cw:supports theme:create-common-purpose ;\n",
                "",
                "\ntheme:explain-what-is-important rdf:type",
            ),
        ),
        "shapes",
        "Name the core theme that the activity supports",
        ("cook-jdai",),
    ),
    Plant(
        "place-within-itself",
        "two places each inside the other",
        (Edit(registry("places"), "within: united-states", "within: bernalillo-county-nm", "  - id: new-mexico\n"),),
        "shapes",
        "The place lies within itself",
        ("bernalillo-jdai",),
    ),
    # ---------------------------------------------------------------- two routes
    Plant(
        "rule-forgets-a-stance",
        "a rule that forgets a stance",
        (Edit("queries/rules/30-themes.rq", "    (stance:obstructed cw:obstructedTheme)\n", ""),),
        "two routes",
        "only the axioms give case:total-place cw:obstructedTheme theme:share-power",
        ("total-place",),
    ),
    Plant(
        "axiom-of-another-theme",
        "a class defined by another theme",
        (
            Edit(
                "ontology/cwkg.ttl",
                "owl:onProperty cw:enactsTheme ; owl:hasValue theme:share-power",
                "owl:onProperty cw:enactsTheme ; owl:hasValue theme:build-political-backing",
            ),
        ),
        "two routes",
        "only the axioms give case:nm-behavioural-health-collaborative rdf:type cw:PowerSharingCollaboration",
        ("nm-behavioural-health-collaborative",),
    ),
    # ---------------------------------------------------------------- expected tables
    Plant(
        "verdict-turned",
        "a finding set aside that a third look had upheld",
        (Edit(third("cpche"), "verdict: upheld", "verdict: set-aside", "settles: [coder-2-o3]\n"),),
        "expected tables",
        "does not give its expected table",
    ),
    Plant(
        "once-for-each-year",
        "a yearly saving as one that comes once",
        (Edit(MULTNOMAH, "recurrence: per-year", "recurrence: once"),),
        "expected tables",
        "what-saved-most-money does not give its expected table",
    ),
    Plant(
        "question-of-another-theme",
        "a leader's question put under another theme",
        (
            Edit(
                CODEBOOK,
                "cw:asksAbout theme:appreciate-service-user-perspective",
                "cw:asksAbout theme:share-power",
                "\nquestion:invited-witness rdf:type",
            ),
        ),
        "expected tables",
        "leaders-questions does not give its expected table",
        ("cook-jdai",),
    ),
    Plant(
        "post-wrong",
        "a person in the wrong post",
        (Edit(BERNALILLO, "post: Presiding Judge", "post: Acting Director"),),
        "expected tables",
        "who-was-interviewed does not give its expected table",
    ),
    Plant(
        "both-coders-misread",
        "one misreading by both coders, in passages that both cite",
        (
            Edit(BERNALILLO, "theme: spend-time-on-relationships", "theme: serve-others-perspectives", "  - id: t7\n"),
            Edit(BERNALILLO, "theme: spend-time-on-relationships", "theme: serve-others-perspectives", "  - id: t8\n"),
            Edit(
                second("bernalillo-jdai"),
                "theme: spend-time-on-relationships",
                "theme: serve-others-perspectives",
                "  - id: t5\n",
            ),
            Edit(
                second("bernalillo-jdai"),
                "theme: spend-time-on-relationships",
                "theme: serve-others-perspectives",
                "  - id: t6\n",
            ),
        ),
        "expected tables",
        "does not give its expected table",
    ),
]

UNCAUGHT = [
    Plant(
        "speaker-of-the-same-case",
        "a finding said by another person of the same case",
        (Edit(BERNALILLO, "said-by: [doug-e-mitchell]", "said-by: [art-murphy]", "  - id: b2\n"),),
        "",
        "The passage, to see whose words it reports.",
    ),
    Plant(
        "note-says-more",
        "a note that says more than its passage, in words without a number",
        (
            Edit(
                BERNALILLO,
                "with the easy part done in the first years and hard work left.",
                "and that most of them have since given up.",
            ),
        ),
        "",
        "The passage beside the note. The story of the case may help: it tells the same differently.",
    ),
    Plant(
        "story-turned-round",
        "a story that tells the opposite, in words without a number",
        (Edit(BERNALILLO, "and it was still falling", "and it was about to rise"),),
        "",
        "The passages of the findings, or the notes on them, which say otherwise.",
    ),
    Plant(
        "one-role-for-another",
        "an organisation in the wrong role",
        (
            Edit(
                BERNALILLO,
                "{organisation: bernalillo-childrens-court, role: partner",
                "{organisation: bernalillo-childrens-court, role: overseer",
            ),
        ),
        "",
        "The passage, to see what the organisation did.",
    ),
    Plant(
        "neighbouring-county",
        "a case in another county of the same state",
        (Edit(MULTNOMAH, "places: [multnomah-county-or]", "places: [cook-county-il]"),),
        "",
        "The passage that names the place. Both counties are in the United States, and both are in the registry.",
    ),
    Plant(
        "policy-area-wrong",
        "a case in a field of policy that is not its own",
        (Edit(MULTNOMAH, "policy-areas: [youth-justice]", "policy-areas: [education]"),),
        "",
        "Any passage of the case: no figure and no name depends on the field of policy.",
    ),
    Plant(
        "year-of-a-pair",
        "the first year of a figure as its last, where the source prints both",
        (Edit(case("better-business-compliance"), "start: 2014", "start: 2015", "  - {id: g1,"),),
        "",
        "The passage: both years stand in it, and the second coder notes no years of figures.",
    ),
    Plant(
        "another-name-wrong",
        "another name under the wrong organisation",
        (
            Edit(
                registry("organisations"),
                "    kind: foundation\n",
                "    also-known-as: [The Family Trust]\n    kind: foundation\n",
                "    name: Annie E. Casey Foundation\n",
            ),
        ),
        "",
        "Every passage about the organisation: one true name is enough for the check of names.",
    ),
    Plant(
        "number-of-its-neighbour",
        "a figure that is another number of its passage",
        (Edit(VIRGINIA, "indicator: paid-staff, value: 1,", "indicator: paid-staff, value: 131,"),),
        "",
        "The passage: it prints both numbers, and only its grammar tells which is which.",
    ),
]
