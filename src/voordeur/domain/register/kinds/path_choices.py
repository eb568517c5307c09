"""What may be chosen in the kinds of sector paths: levels, shapes of courses, ways to go on."""

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.kinds.choices import Choices

BRANCHES: Choices = {
    "care": Text("zorg en welzijn", "care and welfare"),
    "childcare": Text("kinderopvang", "childcare"),
    "education": Text("onderwijs", "education"),
    "energy": Text("installatie en energie", "installation and energy"),
    "manufacturing": Text("maakindustrie", "manufacturing"),
    "ict": Text("ICT en data", "ICT and data"),
    "shop": Text("winkel", "shop"),
    "hospitality": Text("horeca", "hospitality"),
    "logistics": Text("logistiek", "logistics"),
    "administration": Text("administratie", "administration"),
    "cleaning": Text("schoonmaak", "cleaning"),
}
LEVELS: Choices = {
    "none": Text("zonder diploma", "without a diploma"),
    "practice": Text("praktijkverklaring", "statement of practice"),
    "mbo1": Text("mbo 1", "mbo level 1"),
    "mbo2": Text("mbo 2", "mbo level 2"),
    "mbo3": Text("mbo 3", "mbo level 3"),
    "mbo4": Text("mbo 4", "mbo level 4"),
    "ad": Text("associate degree", "associate degree"),
    "hbo": Text("hbo", "hbo (bachelor)"),
}
"""Levels of work and of courses, from low to high."""
DIPLOMAS: Choices = {
    "none": Text("geen diploma", "no diploma"),
    "mbo1": Text("mbo 1", "mbo level 1"),
    "vmbo": Text("vmbo", "vmbo"),
    "mbo2": Text("mbo 2", "mbo level 2"),
    "mbo3": Text("mbo 3", "mbo level 3"),
    "mbo4": Text("mbo 4, havo of vwo", "mbo level 4, havo or vwo"),
    "ad": Text("associate degree", "associate degree"),
    "hbo": Text("hbo of wo", "bachelor or higher"),
}
"""The highest diploma somebody holds, from low to high."""
STEP_SORTS: Choices = {
    "entry": Text("instroom", "entry"),
    "up": Text("doorgroei", "growth"),
    "switch": Text("overstap naar een andere sector", "switch to another sector"),
}
COURSE_FORMS: Choices = {
    "workplace": Text("leren op de werkplek", "learning at the workplace"),
    "third_way": Text(
        "praktijkleren met praktijkverklaring", "practical learning with a statement"
    ),
    "bbl": Text("werken en leren met loon (bbl)", "paid work and learning (bbl)"),
    "certificate": Text("certificaat, een deel van een diploma", "certificate, part of a diploma"),
    "course": Text("cursus", "short course"),
    "part_time": Text("deeltijd", "part-time study"),
    "dual": Text("duaal", "dual study"),
    "side_entry": Text("zij-instroom", "side entry"),
    "orientation": Text("oriëntatie: eerst proeven", "orientation: taste first"),
}
GIVES: Choices = {
    "diploma": Text("diploma", "diploma"),
    "certificate": Text("mbo-certificaat", "mbo certificate"),
    "practice_statement": Text("praktijkverklaring", "statement of practice"),
    "qualification": Text("bevoegdheid", "teaching qualification"),
    "proof": Text("bewijs van deelname of branchecertificaat", "proof of attendance or certificate of the branch"),
    "nothing": Text("geen bewijs", "no proof"),
}  # fmt: skip
NEED_SORTS: Choices = {
    "diploma": Text("vooropleiding", "earlier education"),
    "age": Text("leeftijd", "age"),
    "licence": Text("rijbewijs", "driving licence"),
    "screening": Text("verklaring (VOG)", "certificate of conduct (VOG)"),
    "registration": Text("register", "register"),
    "experience": Text("ervaring", "experience"),
}
LICENCES: Choices = {
    "b": Text("rijbewijs B", "driving licence B"),
}
PROSPECTS: Choices = {
    "promising": Text("kansrijk", "promising"),
    "stable": Text("gelijk", "steady"),
    "careful": Text("let op", "take care"),
    "shrinking": Text("krimpt", "shrinking"),
}
OUTLOOK_SCALES: Choices = {
    "region": Text("deze regio", "this region"),
    "nation": Text("heel Nederland", "all of the Netherlands"),
    "elsewhere": Text("een andere regio", "another region"),
}
PAYER_SORTS: Choices = {
    "scheme": Text("regeling van het Rijk", "scheme of the state"),
    "employer": Text("werkgever", "employer"),
    "fund": Text("fonds van de sector", "fund of the sector"),
    "benefit": Text("UWV of gemeente", "UWV or municipality"),
    "project": Text("geld van de regio of een project", "money of the region or a project"),
    "learner": Text("jijzelf", "you yourself"),
}
PER: Choices = {
    "school_year": Text("per schooljaar", "a school year"),
    "place": Text("per plek", "a place"),
    "year": Text("per jaar", "a year"),
    "person": Text("per persoon", "a person"),
}
SKILL_GROUPS: Choices = {
    "customer": Text("klant en gast", "customer and guest"),
    "speaking": Text("communiceren en taal", "communication and language"),
    "self": Text("samenwerken en jezelf", "working together and yourself"),
    "leading": Text("collega’s leiden en opleiden", "leading and training colleagues"),
    "planning": Text("plannen en kwaliteit", "planning and quality"),
    "office": Text("administratie", "administration"),
    "digital": Text("digitaal werken", "digital work"),
    "cleaning": Text("schoonmaak en hygiëne", "cleaning and hygiene"),
    "food": Text("eten en drinken", "food and drink"),
    "living": Text("huis, gebouw en sfeer", "house, building and mood"),
    "care": Text("persoonlijke zorg", "personal care"),
    "nursing": Text("verpleegkundig en medisch", "nursing and medical"),
    "guiding": Text("begeleiden van mensen", "guiding people"),
    "children": Text("kinderen", "children"),
    "teaching": Text("lesgeven", "teaching"),
    "logistics": Text("logistiek en vervoer", "logistics and transport"),
    "technical": Text("technische basis", "technical basics"),
    "electrical": Text("elektrotechniek en energie", "electrical work and energy"),
    "climate": Text("klimaat, water en isolatie", "climate, water and insulation"),
    "making": Text("maakindustrie", "manufacturing"),
    "ict": Text("ICT en data", "ICT and data"),
}
