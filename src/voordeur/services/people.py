"""People and employers: writing them down once, and finding them again."""

from dataclasses import dataclass

from voordeur.records.employers.models import EmployerRecord
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.services.codes import code_hash
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What is known of a resident; only the name is needed."""

    name: str
    birth_year: int | None = None
    email: str = ""
    phone: str = ""
    preferred_channel: str = "phone"
    language: str = "nl"
    postcode: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerDetails:
    """What is known of an employer; only the name is needed."""

    name: str
    kvk_number: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    municipality: str = ""
    sector: str = ""


def write_resident(context: Context, details: PersonDetails, *, return_code: str) -> ResidentRecord:
    """Write a new resident inside the caller's act; ``return_code`` is kept as a keyed hash."""
    return ResidentRecord.objects.create(
        ref=new_reference(),
        name=details.name.strip(),
        birth_year=details.birth_year,
        email=details.email.strip().lower(),
        phone=details.phone.strip(),
        preferred_channel=details.preferred_channel,
        language=details.language,
        postcode=details.postcode.strip()[:4],
        municipality=details.municipality,
        return_code_hash=code_hash(return_code),
        created_at=context.now,
        updated_at=context.now,
    )


def write_employer(
    context: Context, details: EmployerDetails, *, return_code: str
) -> EmployerRecord:
    """Write a new employer inside the caller's act."""
    return EmployerRecord.objects.create(
        ref=new_reference(),
        name=details.name.strip(),
        kvk_number=details.kvk_number.strip(),
        contact_name=details.contact_name.strip(),
        email=details.email.strip().lower(),
        phone=details.phone.strip(),
        municipality=details.municipality,
        sector=details.sector,
        return_code_hash=code_hash(return_code),
        created_at=context.now,
    )
