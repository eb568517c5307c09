"""Letters to the provider of a step: it was ordered, or it does not go on; no name travels."""

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services.acts import Act, Message


def tell_ordered(act: Act, row: TrajectoryRecord, step: TrajectoryStepRecord) -> None:
    """Tell a provider of the region that a step was ordered."""
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nBij jullie is een stap van een traject besteld.\n"
            "Kenmerk: %(ref)s\nTraject: %(trajectory)s\n\n"
            "Zet dit kenmerk op de factuur. De gids neemt contact op over de persoon.\n\n"
            "Voordeur"
        )
        subject = _("Een stap is besteld: %(ref)s") % {"ref": step.ref}
        _send(act, row, step, ("step_order", f"order:{step.ref}:{step.version}", subject, body))


def tell_cancelled(act: Act, row: TrajectoryRecord, step: TrajectoryStepRecord) -> None:
    """Tell a provider of the region that a step that was ordered does not go on."""
    with translation.override("nl"):
        body = _(
            "Hallo,\n\nDeze stap van een traject gaat niet door.\n"
            "Kenmerk: %(ref)s\nTraject: %(trajectory)s\n\n"
            "Het geld voor deze stap ligt niet meer vast. Bel bij vragen de gids.\n\n"
            "Voordeur"
        )
        subject = _("Een stap gaat niet door: %(ref)s") % {"ref": step.ref}
        key = f"cancel:{step.ref}:{step.version}"
        _send(act, row, step, ("step_cancelled", key, subject, body))


def _send(
    act: Act,
    row: TrajectoryRecord,
    step: TrajectoryStepRecord,
    letter: tuple[str, str, str, str],
) -> None:
    if step.provider is None:
        return
    kind, key, subject, body = letter
    act.send(
        Message(
            key=key,
            kind=kind,
            recipient=step.provider.contact_email,
            language="nl",
            subject=subject,
            body=body % {"ref": step.ref, "trajectory": row.ref},
            case_id=row.case.pk,
        )
    )
