"""The lists people choose from in the register, each with its Dutch and English word."""

from collections.abc import Mapping
from typing import TypeAlias

from voordeur.domain.kernel.text import Text

Choices: TypeAlias = Mapping[str, Text]

LEVELS: Choices = {
    "regional_service": Text("regionale dienstverlening", "regional services"),
    "running": Text("lopende initiatieven en projecten", "running initiatives and projects"),
    "innovative": Text("innovatieve agenda", "innovative agenda"),
    "in_connection": Text("initiatieven in verbinding", "initiatives in connection"),
}
LINE_STATES: Choices = {
    "to_start": Text("moet nog starten", "still to start"),
    "running": Text("loopt", "running"),
    "done": Text("klaar", "done"),
    "stopped": Text("gestopt", "stopped"),
    "research": Text("in onderzoek", "being explored"),
}
PLAN_STATES: Choices = {
    "draft": Text("concept", "draft"),
    "adopted": Text("vastgesteld", "adopted"),
    "closed": Text("afgesloten", "closed"),
}
MANDATES: Choices = {
    "rba": Text(
        "valt onder het mandaat van het Regionaal Beraad", "under the mandate of the board"
    ),
    "regional_money": Text("betaald met regionaal geld", "paid with regional money"),
    "none": Text("geen mandaat en geen regionaal geld", "no mandate and no regional money"),
}
ORIGINS: Choices = {
    "state": Text("Rijk", "State"),
    "regional": Text("regio", "region"),
    "local": Text("gemeente", "municipality"),
    "eu": Text("Europa", "Europe"),
    "private": Text("bedrijven of fondsen", "companies or funds"),
    "mixed": Text("gemengd", "mixed"),
    "partners": Text("partners zelf", "partners themselves"),
    "not_stated": Text("staat niet in de bron", "not stated in the source"),
}
SCOPES: Choices = {
    "regional": Text("regionaal", "regional"),
    "sub_region": Text("één deelregio", "one sub-region"),
    "local_regional_possible": Text(
        "lokale keuze, regionaal mogelijk", "local choice, regional possible"
    ),
    "sub_region_regional_possible": Text(
        "één deelregio, regionaal mogelijk", "one sub-region, regional possible"
    ),
    "regional_local_elaboration": Text(
        "regionale keuze, lokaal uitgewerkt", "regional choice, elaborated locally"
    ),
}
ACTION_STATES: Choices = {
    "running": Text("loopt", "running"),
    "to_work_out": Text("nog uit te werken", "still to be worked out"),
    "done": Text("klaar", "done"),
    "stopped": Text("gestopt", "stopped"),
}
RHYTHMS: Choices = {
    "monthly": Text("elke maand", "monthly"),
    "quarterly": Text("elk kwartaal", "quarterly"),
    "half_yearly": Text("twee keer per jaar", "twice a year"),
    "yearly": Text("elk jaar", "yearly"),
    "when_needed": Text("wanneer het nodig is", "when needed"),
    "continuous": Text("doorlopend", "continuously"),
}
BODY_LEVELS: Choices = {
    "board": Text("bestuurlijk", "board"),
    "advisory": Text("adviserend", "advisory"),
    "tactical": Text("tactisch", "tactical"),
    "support": Text("ondersteunend", "supporting"),
    "execution": Text("uitvoerend", "executing"),
    "legal": Text("wettelijk", "legal"),
    "council": Text("raden", "councils"),
    "national": Text("landelijk", "national"),
    "other": Text("overig", "other"),
}
PERSPECTIVES: Choices = {
    "municipality": Text("gemeente", "municipality"),
    "uwv": Text("UWV", "UWV"),
    "education": Text("onderwijs", "education"),
    "employers": Text("werkgevers", "employers"),
    "employees": Text("werknemers", "employees"),
    "execution": Text("uitvoering", "execution"),
    "economy": Text("economie", "economy"),
    "care": Text("zorg", "care"),
    "other": Text("overig", "other"),
}
SEAT_ROLES: Choices = {
    "chair": Text("voorzitter", "chair"),
    "member": Text("lid", "member"),
    "secretary": Text("secretaris", "secretary"),
}
STEP_ACTS: Choices = {
    "advice": Text("advies", "advice"),
    "consent": Text("instemming", "consent"),
    "adoption": Text("vaststelling", "adoption"),
    "decision": Text("besluit", "decision"),
    "information": Text("ter kennisgeving", "for information"),
}
STEP_WHEN: Choices = {
    "always": Text("altijd", "always"),
    "touches": Text(
        "als het dienstverlening van UWV of gemeenten raakt",
        "when services of UWV or municipalities are touched",
    ),
}
EVENT_KINDS: Choices = {
    "decision": Text("besluit", "decision"),
    "advice": Text("advies", "advice"),
    "consent": Text("instemming", "consent"),
    "agreement": Text("afspraak", "agreement"),
    "law": Text("wet of regeling", "law or scheme"),
    "start": Text("start", "start"),
    "end": Text("einde", "end"),
    "plan": Text("plan of brief", "plan or letter"),
    "context": Text("achtergrond", "context"),
    "meeting": Text("bijeenkomst", "meeting"),
}
DUTY_STATES: Choices = {
    "in_place": Text("op orde", "in place"),
    "in_preparation": Text("in voorbereiding", "in preparation"),
    "pending": Text("wacht op de wet", "awaiting the law"),
    "not_started": Text("nog niet begonnen", "not started"),
}
LAW_KINDS: Choices = {
    "law": Text("wet", "law"),
    "regulation": Text("besluit of regeling", "decree or regulation"),
    "scheme": Text("regeling of subsidie", "scheme or subsidy"),
    "agreement": Text("afspraak of akkoord", "agreement"),
}
AGREEMENT_KINDS: Choices = {
    "intent": Text("intentieverklaring", "letter of intent"),
    "cooperation": Text("samenwerkingsovereenkomst", "cooperation agreement"),
    "framework": Text("afsprakenkader", "framework of agreements"),
    "arrangement": Text("gemeenschappelijke regeling", "joint arrangement"),
}
SCENARIO_STATES: Choices = {
    "explored": Text("onderzocht", "explored"),
    "chosen": Text("gekozen", "chosen"),
    "in_force": Text("geldt", "in force"),
    "dropped": Text("niet gekozen", "not chosen"),
}
TOPICS: Choices = {
    "instrument": Text("instrument", "instrument"),
    "budget": Text("budget", "budget"),
    "sector": Text("sector", "sector"),
    "register": Text("doelgroepregister", "target-group register"),
    "service": Text("dienstverlening", "services"),
    "employment": Text("goed werkgeverschap", "good employment"),
    "other": Text("overig", "other"),
}
CONNECTION_KINDS: Choices = {
    "metropolitan": Text("metropoolregio", "metropolitan region"),
    "neighbour": Text("buurregio", "neighbouring region"),
    "province": Text("provincie", "province"),
    "national": Text("landelijk", "national"),
    "programme": Text("programma", "programme"),
    "network": Text("netwerk", "network"),
}
BOTTLENECK_STATES: Choices = {
    "new": Text("nieuw gemeld", "newly reported"),
    "weighed": Text("wordt bekeken", "being weighed"),
    "on_agenda": Text("staat op de innovatieve agenda", "on the innovative agenda"),
    "solved": Text("opgelost", "solved"),
    "elsewhere": Text("hoort ergens anders", "belongs elsewhere"),
}
CONSEQUENCE_STATES: Choices = {
    "recorded": Text("vastgelegd", "recorded"),
    "proposed": Text("voorstel gedaan", "proposal made"),
    "adapted": Text("dienstverlening aangepast", "services adapted"),
    "none": Text("geen gevolgen", "no consequences"),
}
RISK_KINDS: Choices = {
    "risk": Text("risico", "risk"),
    "bottleneck": Text("knelpunt", "bottleneck"),
    "delay": Text("vertraging", "delay"),
    "obstacle": Text("belemmering", "obstacle"),
}
JUDGEMENTS: Choices = {
    "achieved": Text("gehaald", "achieved"),
    "on_track": Text("op koers", "on track"),
    "at_risk": Text("onzeker", "at risk"),
    "behind": Text("achter", "behind"),
    "unknown": Text("nog niet te zeggen", "cannot be said yet"),
}
EVIDENCE_KINDS: Choices = {
    "labour_market_analysis": Text("analyse van de arbeidsmarkt", "labour-market analysis"),
    "field_signals": Text("signalen uit de praktijk", "signals from the field"),
    "running_initiatives": Text("wat al loopt", "what runs already"),
    "topicality": Text("actualiteit", "topicality"),
}
CONTRIBUTIONS: Choices = {
    "in_kind": Text("eigen uren", "own hours"),
    "paid": Text("betaald", "paid"),
}
PRINCIPLE_KINDS: Choices = {
    "target_group": Text("doelgroep", "target group"),
    "principle": Text("uitgangspunt", "principle"),
    "demand": Text("eis", "demand"),
    "result": Text("resultaat", "result"),
    "consequence": Text("gevolg", "consequence"),
    "bottleneck": Text("oorzaak", "cause"),
    "need": Text("behoefte", "need"),
    "goal": Text("maatschappelijk doel", "public goal"),
    "scope_in": Text("hoort erbij", "in scope"),
    "scope_out": Text("hoort er niet bij", "out of scope"),
    "duration": Text("looptijd", "duration"),
    "core_value": Text("kernwaarde", "core value"),
    "way": Text("werkwijze", "way of working"),
}

INSTRUMENT_GROUPS: Choices = {
    "orientation": Text("oriënteren en ontdekken", "orientation and discovery"),
    "advice": Text("advies en begeleiding", "advice and guidance"),
    "learning": Text("leren en diploma’s", "learning and diplomas"),
    "job": Text("werkplek en begeleiding op het werk", "workplace and support at work"),
    "wage": Text("loon en belasting", "wage and tax"),
    "employer": Text("hulp aan werkgevers", "help to employers"),
    "health": Text("gezondheid en werk", "health and work"),
    "basics": Text("taal, rekenen, geld en schulden", "language, numbers, money and debts"),
    "other": Text("overig", "other"),
}
INSTRUMENT_TASKS: Choices = {
    "advises": Text("geeft het advies of de indicatie", "gives the advice or indication"),
    "decides": Text("beslist", "decides"),
    "applies": Text("vraagt het aan", "applies for it"),
    "places": Text("zoekt de plek en begeleidt", "finds the place and supports"),
    "provides": Text("voert het uit", "provides it"),
}
UPSKILLING_SORTS: Choices = {
    "orientation": Text("oriënteren", "orientation"),
    "bridging": Text("overstappen", "bridging"),
    "modular": Text("in losse delen", "modular"),
    "practical": Text("praktijkleren", "practical learning"),
}
CALCULATORS: Choices = {
    "loonkostensubsidie": Text("loonkostensubsidie", "wage-cost subsidy"),
    "loonkostenvoordeel": Text("loonkostenvoordeel", "wage-cost benefit"),
    "kosten-en-baten": Text("kosten en baten", "costs and benefits"),
    "praktijkleren": Text("praktijkleren", "practical learning"),
    "jobcoach": Text("uren jobcoach", "job coach hours"),
    "proefplaatsing": Text("proefplaatsing", "trial placement"),
}
FOR_WHOM: Choices = {
    "person": Text("de persoon", "the person"),
    "employer": Text("de werkgever", "the employer"),
    "both": Text("allebei", "both"),
}
SCALES: Choices = {
    "local": Text("lokaal", "local"),
    "regional": Text("regionaal", "regional"),
    "national": Text("landelijk", "national"),
    "private": Text("bedrijf of fonds", "company or fund"),
}
VERIFIED: Choices = {
    "verified": Text("nagekeken in de bron", "checked in the source"),
    "partly": Text("deels nagekeken", "partly checked"),
    "not_verified": Text("niet nagekeken: vraag het na", "not checked: ask first"),
}
CHARACTERISTIC_SORTS: Choices = {
    "choice": Text("keuze", "choice"),
    "number": Text("getal", "number"),
}
TARIFF_UNITS: Choices = {
    "euro_hour": Text("euro per uur (in centen)", "euro per hour (in cents)"),
    "euro_month": Text("euro per maand (in centen)", "euro per month (in cents)"),
    "euro_year": Text("euro per jaar (in centen)", "euro per year (in cents)"),
    "euro": Text("euro (in centen)", "euro (in cents)"),
    "permille": Text("duizendsten", "permille"),
    "days": Text("dagen", "days"),
    "months": Text("maanden", "months"),
    "hours": Text("uren", "hours"),
    "weeks": Text("weken", "weeks"),
}
MONEY_SORTS: Choices = {
    "public": Text("publiek geld", "public money"),
    "private": Text("geld van bedrijven of fondsen", "money of companies or funds"),
}
LASTING: Choices = {
    "structural": Text("structureel", "structural"),
    "incidental": Text("incidenteel", "incidental"),
}
BUDGET_SORTS: Choices = {
    "work": Text("werkbudget", "working budget"),
    "staff": Text("personeel en organisatie", "staff and organisation"),
    "reserve": Text("reserve", "reserve"),
    "national": Text("landelijk pakket: niet van de regio", "national package: not the region’s"),
}
RESERVE_ORIGINS: Choices = {
    "perspectief_op_werk": Text("Perspectief op Werk", "Perspectief op Werk"),
    "strengthening": Text("versterking van de regio", "strengthening of the region"),
    "crisis": Text("crisisdienstverlening", "crisis services"),
}
SUBSIDY_STATES: Choices = {
    "searching": Text("wordt gezocht", "being looked for"),
    "preparing": Text("aanvraag wordt gemaakt", "application being prepared"),
    "applied": Text("aangevraagd", "applied for"),
    "granted": Text("toegekend", "granted"),
    "refused": Text("afgewezen", "refused"),
    "running": Text("loopt", "running"),
    "accounting": Text("verantwoording", "being accounted for"),
    "closed": Text("afgesloten", "closed"),
}
FUNDING_SORTS: Choices = {
    "project": Text("project of dienst van de regio", "project or service of the region"),
    "cofunding": Text("meebetalen aan een plan van buiten", "co-funding of an outside plan"),
    "shared": Text("gedeelde kosten", "shared cost"),
    "local": Text("lokaal geld voor lokale acties", "local money for local actions"),
}
AMBITIONS: Choices = {
    "regional": Text("regionale ambitie", "regional ambition"),
    "local": Text("lokale ambitie", "local ambition"),
}
MATTERS: Choices = {
    "public": Text("publiek vraagstuk", "public matter"),
    "market": Text("aan de markt", "for the market"),
    "both": Text("samen, publiek en privaat", "together, public and private"),
}
SHARE_STATES: Choices = {
    "proposed": Text("voorgesteld", "proposed"),
    "agreed": Text("afgesproken", "agreed"),
    "declined": Text("niet akkoord", "declined"),
}

EXPERIMENT_SORTS: Choices = {
    "experiment": Text("experiment", "experiment"),
    "deviation": Text("afwijking van de gewone weg", "deviation from the usual way"),
}
EXPERIMENT_STATES: Choices = {
    "running": Text("loopt", "running"),
    "finished": Text("klaar", "finished"),
    "stopped": Text("gestopt", "stopped"),
}
SERVICE_MEASURES: Choices = {
    "contacts": Text("contacten met werkgevers", "contacts with employers"),
    "conversations": Text("het andere gesprek", "the other conversation"),
    "vacancies": Text("nieuwe vacatures", "new vacancies"),
    "placements": Text("plaatsingen", "placements"),
    "gatherings": Text("bijeenkomsten", "gatherings"),
}
SERVICE_PARTS: Choices = {
    "focus": Text("focussectoren", "focus sectors"),
    "others": Text("andere sectoren", "other sectors"),
}
