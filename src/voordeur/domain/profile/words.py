"""What the choices in a profile are called; closed lists, so that no health is ever written."""

from collections.abc import Mapping

from voordeur.domain.kernel.text import Text

LEVELS: Mapping[int, Text] = {
    1: Text("beginner: met hulp", "beginner: with help"),
    2: Text("ervaren: zelfstandig", "experienced: on my own"),
    3: Text("vakbekwaam: leert het anderen", "skilled: teaches others"),
}
EVIDENCE: Mapping[str, Text] = {
    "told": Text("zelf verteld", "told by the person"),
    "work": Text("gedaan in werk", "done at work"),
    "diploma": Text("diploma of certificaat", "diploma or certificate"),
    "practice": Text("praktijkverklaring", "statement of practice"),
    "aid": Text("uitkomst van een oriëntatie of test", "result of an orientation or test"),
    "reference": Text("gezegd door een werkgever", "said by an employer"),
}
"""What a skill rests on; orientation aids of the region (such as Paskamer) are 'aid'."""
EDUCATION: Mapping[str, Text] = {
    "none": Text("geen diploma", "no diploma"),
    "primary": Text("basisschool", "primary school"),
    "practical": Text("praktijkonderwijs of vso", "practical or special education"),
    "vmbo": Text("vmbo", "vmbo"),
    "havo_vwo": Text("havo of vwo", "havo or vwo"),
    "mbo1": Text("mbo 1", "mbo 1"),
    "mbo2": Text("mbo 2", "mbo 2"),
    "mbo3": Text("mbo 3", "mbo 3"),
    "mbo4": Text("mbo 4", "mbo 4"),
    "hbo": Text("hbo of ad", "hbo or ad"),
    "wo": Text("universiteit", "university"),
    "course": Text("cursus of certificaat", "course or certificate"),
    "abroad": Text("opleiding in een ander land", "education in another country"),
}
CEFR: Mapping[str, Text] = {
    "A1": Text("A1: losse woorden", "A1: single words"),
    "A2": Text("A2: eenvoudige zinnen", "A2: simple sentences"),
    "B1": Text("B1: redt zich in gewone gesprekken", "B1: manages ordinary talks"),
    "B2": Text("B2: vlot", "B2: fluent"),
    "C1": Text("C1: zeer goed", "C1: very good"),
    "C2": Text("C2: als moedertaal", "C2: as a mother tongue"),
}
"""Levels of the Common European Framework of Reference for Languages."""
LANGUAGES: Mapping[str, Text] = {
    "nld": Text("Nederlands", "Dutch"),
    "eng": Text("Engels", "English"),
    "deu": Text("Duits", "German"),
    "fra": Text("Frans", "French"),
    "spa": Text("Spaans", "Spanish"),
    "por": Text("Portugees", "Portuguese"),
    "ita": Text("Italiaans", "Italian"),
    "pol": Text("Pools", "Polish"),
    "ron": Text("Roemeens", "Romanian"),
    "bul": Text("Bulgaars", "Bulgarian"),
    "ukr": Text("Oekraïens", "Ukrainian"),
    "rus": Text("Russisch", "Russian"),
    "tur": Text("Turks", "Turkish"),
    "ara": Text("Arabisch", "Arabic"),
    "tir": Text("Tigrinya", "Tigrinya"),
    "amh": Text("Amhaars", "Amharic"),
    "som": Text("Somalisch", "Somali"),
    "fas": Text("Perzisch (Farsi)", "Persian (Farsi)"),
    "prs": Text("Dari", "Dari"),
    "pus": Text("Pasjtoe", "Pashto"),
    "kur": Text("Koerdisch", "Kurdish"),
    "rif": Text("Berbers (Tarifit)", "Berber (Tarifit)"),
    "pap": Text("Papiaments", "Papiamento"),
    "srn": Text("Sranantongo", "Sranan Tongo"),
    "urd": Text("Urdu", "Urdu"),
    "hin": Text("Hindi", "Hindi"),
    "zho": Text("Chinees", "Chinese"),
    "dse": Text("Nederlandse Gebarentaal", "Dutch Sign Language"),
}
"""By their code of ISO 639-3."""
LICENCES: Mapping[str, Text] = {
    "AM": Text("AM (bromfiets)", "AM (moped)"),
    "A": Text("A (motor)", "A (motorcycle)"),
    "B": Text("B (auto)", "B (car)"),
    "BE": Text("BE (auto met aanhanger)", "BE (car with trailer)"),
    "C": Text("C (vrachtauto)", "C (lorry)"),
    "CE": Text("CE (vrachtauto met aanhanger)", "CE (lorry with trailer)"),
    "D": Text("D (bus)", "D (bus)"),
    "T": Text("T (trekker)", "T (tractor)"),
    "forklift": Text("heftruckbewijs", "forklift certificate"),
    "vca": Text("VCA", "VCA safety certificate"),
    "code95": Text("code 95", "code 95"),
}
DAYS: Mapping[str, Text] = {
    "mon": Text("maandag", "Monday"),
    "tue": Text("dinsdag", "Tuesday"),
    "wed": Text("woensdag", "Wednesday"),
    "thu": Text("donderdag", "Thursday"),
    "fri": Text("vrijdag", "Friday"),
    "sat": Text("zaterdag", "Saturday"),
    "sun": Text("zondag", "Sunday"),
    "evening": Text("’s avonds", "evenings"),
    "night": Text("’s nachts", "nights"),
}
MODES: Mapping[str, Text] = {
    "walk": Text("lopend", "on foot"),
    "bike": Text("met de fiets", "by bicycle"),
    "transit": Text("met bus of trein", "by bus or train"),
    "scooter": Text("met brommer of scooter", "by moped or scooter"),
    "car": Text("met de auto", "by car"),
}
CONDITIONS: Mapping[str, Text] = {
    "guidance": Text("meer begeleiding op de werkplek", "more guidance at work"),
    "build_up": Text("rustig opbouwen in uren", "building up hours slowly"),
    "fixed_tasks": Text("vaste taken", "fixed tasks"),
    "fixed_hours": Text("vaste tijden", "fixed times"),
    "school_hours": Text("werktijden onder schooltijd", "working during school hours"),
    "no_nights": Text("geen nachten", "no nights"),
    "quiet": Text("een rustige werkplek", "a quiet workplace"),
    "sitting": Text("zittend werk", "work sitting down"),
    "light": Text("licht werk", "light work"),
    "no_heights": Text("niet op hoogte werken", "no work at heights"),
    "accessible": Text("een toegankelijk gebouw", "an accessible building"),
    "language": Text("hulp bij de taal op het werk", "help with the language at work"),
    "culture": Text("uitleg over werken in Nederland", "explanation of working in the Netherlands"),
}
"""What the work must offer; never why."""
