"""Where ports meet adapters; nothing else in the program chooses an implementation."""

from django.conf import settings

from voordeur.adapters.calendar.ical import IcalendarWriter
from voordeur.adapters.files.pack import FilePackReader
from voordeur.adapters.files.register import YamlRegister
from voordeur.adapters.files.spreadsheet import SpreadsheetFiles
from voordeur.adapters.files.store import DirectoryStore
from voordeur.adapters.files.vocabularies import VocabularyFolder
from voordeur.adapters.mail.mailer import DjangoMailer, KeptMailer
from voordeur.adapters.solver.planner import HighsPlanner
from voordeur.services import ports


def wire() -> None:
    """Meet every port with its adapter, as the settings say."""
    ports.wire(
        ports.Ports(
            mailer=KeptMailer() if settings.DEMO else DjangoMailer(settings.DEFAULT_FROM_EMAIL),
            pack_reader=FilePackReader(with_demo=settings.DEMO),
            register_files=YamlRegister(),
            files=DirectoryStore(settings.DOCUMENTS),
            calendar=IcalendarWriter(),
            tables=SpreadsheetFiles(),
            vocabularies=VocabularyFolder(),
            funding=HighsPlanner(),
            region_directory=str(settings.REGION_DIRECTORY),
            public_address=settings.PUBLIC_ADDRESS,
            demo=settings.DEMO,
            secret=settings.SECRET_KEY,
        )
    )
