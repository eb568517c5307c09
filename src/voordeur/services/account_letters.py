"""Mail about somebody's own account: through the outbox, like every other mail."""

from voordeur.services.acts import Message, acting
from voordeur.services.context import Context


def send_account_letter(
    context: Context, *, email: str, kind: str, subject: str, body: str
) -> None:
    """Queue a mail about an account; nothing about whose it is goes into the log."""
    with acting(context) as act:
        act.send(
            Message(
                key=f"account_{kind}:{context.now:%Y%m%dT%H%M%S%f}",
                kind=f"account_{kind}"[:40],
                recipient=email,
                language=context.language,
                subject=subject,
                body=body,
            )
        )
        act.record("AccountLetterSent", payload={"kind": kind})
