"""What the region says of its algorithms, in the layout of the national algorithm register 1.0.

What the program knows of itself comes from its configuration and its log. What only the region can
say stands in the register (kind ``algorithm``); what is said nowhere is left out and named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.matching.weights import WHOLE
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.records.funding.models import MixRecord
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.match_weights import PARTS, weights_on
from voordeur.services.region import current_region

KIND = "algorithm"
MATCHING, BROKER = "matching", "broker"
STANDARD = "1.0"
LABELS: Mapping[str, str] = {
    "name": gettext_noop("Naam"),
    "description_short": gettext_noop("Korte omschrijving"),
    "organization": gettext_noop("Organisatie"),
    "category": gettext_noop("Thema"),
    "status": gettext_noop("Status"),
    "begin_date": gettext_noop("In gebruik sinds"),
    "contact_email": gettext_noop("Contact"),
    "website": gettext_noop("Pagina van de organisatie"),
    "publication_category": gettext_noop("Publicatiecategorie"),
    "goal": gettext_noop("Doel en gevolgen"),
    "proportionality": gettext_noop("Afwegingen"),
    "human_intervention": gettext_noop("Wat een mens doet"),
    "risks": gettext_noop("Risico’s"),
    "lawful_basis": gettext_noop("Wettelijke basis"),
    "process_index_url": gettext_noop("Verwerkingsregister"),
    "impacttoetsen": gettext_noop("Toetsen op gevolgen"),
    "source_data": gettext_noop("Gegevens"),
    "methods_and_models": gettext_noop("Hoe het rekent"),
}
"""Fields as people read them, in the order of the standard; the rest is for programs."""
LONGEST: Mapping[str, int] = {
    "contact_email": 500,
    "website": 500,
    "process_index_url": 500,
    "proportionality": 2500,
    "risks": 2500,
    "lawful_basis": 2500,
    "impacttoetsen": 2500,
}
"""Most characters of what the region fills in itself."""
OF_REGION = (
    "organization",
    "contact_email",
    "publication_category",
    "proportionality",
    "risks",
    "lawful_basis",
    "impacttoetsen",
    "process_index_url",
)
"""What only the region can say; the first three are needed before it can be published."""
CATEGORIES = {
    "high_risk": "Hoog-risico AI-systeem",
    "impactful": "Impactvolle algoritmes",
    "other": "Overige algoritmes",
}
"""How the standard spells the publication categories."""
BOTH = {"lang": "nld", "standard_version": STANDARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgorithmRecord:
    """One algorithm: its fields for the national register, and what is still to be filled in."""

    code: str
    name: str
    fields: Mapping[str, object]
    shown: tuple[tuple[str, str], ...]
    """Label and value of what people read."""
    to_fill: tuple[str, ...]


def records(context: Context) -> tuple[AlgorithmRecord, ...]:
    """Return the record of every algorithm, in Dutch as the standard asks (five queries)."""
    rows = EntryRecord.objects.filter(kind=KIND, retired=False).order_by("id")
    said = {row.code: entry_of(KINDS[KIND], row.body) for row in rows}
    return tuple(
        _record(context, code, made(context), said.get(code)) for code, made in _MAKERS.items()
    )


def _record(
    context: Context, code: str, made: dict[str, object], entry: Entry | None
) -> AlgorithmRecord:
    told = _of_region(context, entry) if entry else {}
    too_long = {one for one, most in LONGEST.items() if len(told.get(one, "")) > most}
    fields = {
        key: value
        for key, value in {**made, **told, **BOTH, "source_id": code}.items()
        if value and key not in too_long
    }
    missing = [_(LABELS[one]) for one in OF_REGION if one not in fields and one not in too_long]
    missing += [
        _("%(field)s (korter: hoogstens %(most)d tekens)")
        % {"field": _(LABELS[one]), "most": LONGEST[one]}
        for one in sorted(too_long)
    ]
    return AlgorithmRecord(
        code=code,
        name=str(fields["name"]),
        fields=fields,
        shown=tuple(
            (_(label), _in_words(fields[one])) for one, label in LABELS.items() if one in fields
        ),
        to_fill=tuple(missing),
    )


def _in_words(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _of_region(context: Context, entry: Entry) -> dict[str, str]:
    told = {
        "contact_email": entry.line("contact_email"),
        "publication_category": CATEGORIES.get(entry.line("publication_category"), ""),
        "proportionality": entry.text("proportionality").nl,
        "risks": entry.text("risks").nl,
        "lawful_basis": entry.text("lawful_basis").nl,
        "impacttoetsen": entry.text("impact_tests").nl,
        "website": entry.line("website"),
        "process_index_url": entry.line("process_index_url"),
    }
    if entry.line("organisation"):
        told["organization"] = _organisation(context, entry.line("organisation"))
    return {key: value for key, value in told.items() if value}


def _organisation(context: Context, code: str) -> str:
    region = current_region()
    if code not in region.organisations:
        return code
    return region.organisation_name(code, context.today, "nl")


def _since(first: datetime | None) -> dict[str, object]:
    """Return status and first month, as the log tells: in use from its first result on."""
    if first is None:
        return {"status": "In ontwikkeling"}
    return {"status": "In gebruik", "begin_date": f"{first.astimezone(AMSTERDAM):%Y-%m}"}


def _matching(context: Context) -> dict[str, object]:
    weights = weights_on(context.today)
    first = MatchListRecord.objects.order_by("id").values_list("at", flat=True).first()
    parts = ", ".join(
        f"{text.nl} {weights.of(part)}" for part, text in PARTS.items() if weights.of(part)
    )
    return {
        "name": "Mensen en werk bij elkaar zoeken",
        "description_short": (
            "Voordeur rekent uit welk werk bij iemand past, en wie bij een vacature past."
            " Een medewerker ziet een lijst met bij elke regel de redenen."
            " De persoon zegt zelf ja of nee."
        ),
        "organization": _organisation(context, weights.owner),
        "category": ["Werk"],
        **_since(first),
        "goal": (
            "Het doel is dat mensen sneller werk vinden dat past, en werkgevers mensen die passen."
            " Wie een profiel invult, kan op een lijst bij een vacature staan."
            " Een werkgever ziet niemand die geen ja zei."
        ),
        "human_intervention": (
            "Een medewerker kiest uit de lijst en stelt werk voor. De persoon zegt ja of nee."
            " Daarna pas ziet een werkgever iets. Niets gaat vanzelf, en een lage plaats of een nee"
            " sluit niemand uit. Elke getoonde lijst is bewaard en kan worden nagerekend."
        ),
        "source_data": (
            "Van de persoon, uit het profiel dat die zelf goedkeurde: vaardigheden, eerder en"
            " gewenst werk, opleiding, talen, rijbewijs en certificaten, uren, reistijd, vanaf"
            " wanneer, wat nodig is in het werk en gekozen sectoren."
            " Van de vacature: wat het werk vraagt en biedt."
            " Leeftijd, afkomst, uitkering, gezondheid en doelgroep tellen niet mee."
            " Een lijst met beroepen en vaardigheden zegt wat op elkaar lijkt."
        ),
        "methods_and_models": (
            f"Elk paar van persoon en vacature krijgt hoogstens {WHOLE} punten: {parts}."
            " Wat echt niet kan (te ver, uren, taal, rijbewijs, opleiding, te laat, of werk"
            " dat niet biedt wat iemand nodig heeft) staat er met de reden bij. Wat niet bekend is,"
            " sluit niemand uit en geeft geen punten. De som is met gehele getallen en klopt met de"
            " uitleg. Het is een vaste rekenregel: er is niets geleerd uit eerdere keuzes."
            f" Versie van de gewichten: {weights.version}."
        ),
        "tags": "werk, vacatures, matching, vaardigheden, arbeidsmarktregio",
    }


def _broker(_context: Context) -> dict[str, object]:
    first = MixRecord.objects.order_by("id").values_list("chosen_at", flat=True).first()
    return {
        "name": "Geld zoeken voor een traject",
        "description_short": (
            "Voordeur zoekt welke potjes samen een traject kunnen betalen."
            " Een medewerker kiest uit de drie beste. Elke eigenaar van geld zegt zelf ja of nee."
        ),
        "category": ["Werk", "Overheidsfinanciën"],
        **_since(first),
        "goal": (
            "Het doel is dat geld van de regio bij meer mensen komt en niet vervalt."
            " Voor een persoon betekent het dat sneller duidelijk is wie het traject betaalt."
        ),
        "human_intervention": (
            "Een medewerker kiest een mix en stuurt hem in. De eigenaar van elk potje zegt ja of"
            " nee. Zonder hun ja wordt niets besteld of betaald."
        ),
        "source_data": (
            "De stappen van het traject met wat ze kosten, wat de persoon vertelde over de"
            " voorwaarden van een potje, en per potje de regels, de volgorde en wat er nog in zit."
        ),
        "methods_and_models": (
            "Per stap wordt gekeken welke potjes hem mogen betalen. Van de mogelijke mixen blijven"
            " de beste drie over. Alles wordt nagerekend in hele centen. Wie al begonnen is,"
            " houdt zijn geld. Bij elk potje dat niet betaalt, staat waarom niet."
        ),
        "tags": "subsidie, budget, traject, arbeidsmarktregio",
    }


_MAKERS: Mapping[str, Callable[[Context], dict[str, object]]] = {
    MATCHING: _matching,
    BROKER: _broker,
}
