"""Brings mail to its address, or keeps it in the outbox when there is no address to reach."""

from django.core.mail import EmailMessage

from voordeur.services.ports import Mail


class DjangoMailer:
    """Sends through the mail server in the settings."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Send one mail; the message id is the same at every attempt, so doubles are recognised."""
        message = EmailMessage(mail.subject, mail.body, self._sender, [mail.recipient])
        message.extra_headers["X-Voordeur-Key"] = mail.key
        message.send()


class KeptMailer:
    """For the demo: the outbox page shows the mail, nothing leaves the machine."""

    def send(self, mail: Mail) -> None:
        """Do nothing more; the outbox row is the letterbox."""
