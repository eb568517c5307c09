"""Links for who has no account: one handover, for a while, and only what was shared."""

from datetime import timedelta

import pytest

from tests.people import NOW, Cast, hire
from tests.services.dossier import SHARED, YES, offered, refused, registered, undone
from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.audit.models import JournalRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import access, cases, consent, handover, links
from voordeur.services.context import Context, visitor_context

DESK = "balie@uwv.example.nl"
VISITOR = visitor_context(NOW)


@pytest.fixture
def row(cast: Cast) -> HandoverRecord:
    case = registered(cast.bob.context)
    return offered(cast.bob.context, case, receiver="uwv", deviation="x", link_email=DESK)


def holder(row: HandoverRecord, days: int = 0) -> Context:
    return Context(
        kind=ActorKind.LINK,
        now=NOW + timedelta(days=days),
        organisation=row.receiver_id,
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
        purpose="handover",
        link_ref=row.ref,
    )


def token(row: HandoverRecord) -> str:
    return links.token_of(row, today=NOW.date())


def test_a_link_leads_to_its_handover_and_nowhere_else(row: HandoverRecord) -> None:
    found = links.follow(VISITOR, token=token(row))
    assert (found.handover, found.organisation, found.state) == (row.ref, "uwv", "live")


@pytest.mark.parametrize(
    "bad", ["", "x", ".", "a.b", "é", "\x00", "A" * 399, "A" * 100_000, "eyJoIjoiIn0.AAAA"]
)
def test_what_we_did_not_sign_is_refused(row: HandoverRecord, bad: str) -> None:
    with refused(Reason.LINK_INVALID):
        links.follow(VISITOR, token=bad)


def test_a_link_with_one_sign_missing_or_changed_is_refused(row: HandoverRecord) -> None:
    good = token(row)
    changed = [good[:-1], good[1:], good.swapcase(), good + "A", good.replace(".", "")]
    changed += [good[:place] + "!" + good[place + 1 :] for place in range(0, len(good), 7)]
    for one in changed:
        with refused(Reason.LINK_INVALID):
            links.follow(VISITOR, token=one)


def test_one_sort_of_link_does_not_open_the_other(cast: Cast, row: HandoverRecord) -> None:
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    address = links.organisation_links(cast.eva.context)[0].address
    with refused(Reason.LINK_INVALID):
        links.follow(VISITOR, token=address.rstrip("/").rsplit("/", 1)[1])
    with refused(Reason.LINK_INVALID):
        links.follow_organisation(VISITOR, token=token(row))


def test_a_link_works_thirty_days_and_is_sent_again_to_the_same_address(
    row: HandoverRecord,
) -> None:
    old = token(row)
    last_day = VISITOR.at(NOW + timedelta(days=29))
    assert links.follow(last_day, token=old).state == "live"
    later = VISITOR.at(NOW + timedelta(days=30))
    assert links.follow(later, token=old).state == "expired"
    OutboxRecord.objects.all().delete()
    links.send_again(later, token=old)
    mail = OutboxRecord.objects.get()
    assert mail.recipient == DESK
    fresh = next(word for word in mail.body.split() if "/link/" in word)
    again = links.follow(later, token=fresh.rstrip("/").rsplit("/", 1)[1])
    assert again.state == "live"
    assert links.follow(later, token=old).state == "expired"


def test_a_fresh_link_cannot_be_asked_for_ever(row: HandoverRecord) -> None:
    for _time in range(3):
        links.send_again(VISITOR, token=token(row))
    with refused(Reason.TOO_MANY_ATTEMPTS):
        links.send_again(VISITOR, token=token(row))


def test_the_holder_sees_what_is_shared_and_the_look_is_logged(row: HandoverRecord) -> None:
    opened = access.open_case(holder(row), ref=row.case.ref, part="handover")
    assert opened.fields == SHARED
    assert opened.actions == {AccessAction.SEE, AccessAction.HAND_OVER}
    line = JournalRecord.objects.filter(kind="view").latest("sequence")
    assert (line.actor_kind, line.organisation_id, line.purpose) == ("link", "uwv", "handover")


def test_a_link_opens_no_other_case_of_that_party(cast: Cast, row: HandoverRecord) -> None:
    other = registered(cast.bob.context)
    offered(cast.bob.context, other, receiver="uwv", deviation="x")
    undone(lambda: access.open_case(holder(row), ref=other.ref, part="x"), Reason.NOT_FOUND)
    assert list(consent.visible_to(holder(row))) == [row.case]


def test_a_yes_by_link_ends_what_the_link_opens(row: HandoverRecord) -> None:
    handover.accept(holder(row), ref=row.ref, answer=YES)
    undone(lambda: access.open_case(holder(row), ref=row.case.ref, part="x"), Reason.NOT_FOUND)
    assert not consent.visible_to(holder(row)).exists()
    entry = cases.NewEntry(kind="note", text="x")
    undone(lambda: cases.write_entry(holder(row), ref=row.case.ref, entry=entry), Reason.NOT_FOUND)
    assert links.follow(VISITOR, token=token(row)).state == "answered"
    undone(lambda: links.send_again(VISITOR, token=token(row)), Reason.HANDOVER_ANSWERED)


def test_an_answer_by_link_counts_once(row: HandoverRecord) -> None:
    handover.accept(holder(row), ref=row.ref, answer=YES)
    undone(lambda: handover.accept(holder(row), ref=row.ref, answer=YES), Reason.HANDOVER_ANSWERED)


def test_the_sender_sends_a_link_and_nobody_else(cast: Cast, row: HandoverRecord) -> None:
    undone(lambda: links.send_link(cast.charlie.context, ref=row.ref), Reason.NOT_FOUND)
    links.send_link(cast.bob.context, ref=row.ref, email="nieuw@uwv.example.nl")
    mail = OutboxRecord.objects.latest("id")
    assert mail.recipient == "nieuw@uwv.example.nl"
    assert links.follow(VISITOR, token=token(row)).state == "expired"


def test_a_party_s_link_is_made_by_who_may_and_one_at_a_time(cast: Cast) -> None:
    for stranger in (cast.alice, cast.bob, cast.charlie):
        undone(
            lambda one=stranger: links.make_organisation_link(  # type: ignore[misc]
                one.context, organisation="uwv"
            ),
            Reason.ROLE_DOES_NOT_ALLOW,
        )
    undone(
        lambda: links.make_organisation_link(cast.eva.context, organisation="invented"),
        Reason.INVALID_INPUT,
    )
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    assert [one.revoked for one in links.organisation_links(cast.eva.context)] == [False, True]


def test_a_lead_elsewhere_makes_links_for_the_own_party_only(cast: Cast) -> None:
    lead = hire("Lars Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD).context
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    links.make_organisation_link(lead, organisation="gemeente-velsen")
    undone(
        lambda: links.make_organisation_link(lead, organisation="uwv"),
        Reason.ROLE_DOES_NOT_ALLOW,
    )
    assert [one.organisation for one in links.organisation_links(lead)] == ["gemeente-velsen"]


def test_a_party_s_link_acts_for_that_party_until_it_ends(cast: Cast) -> None:
    ref = links.make_organisation_link(cast.eva.context, organisation="uwv")
    address = links.organisation_links(cast.eva.context)[0].address
    key = address.rstrip("/").rsplit("/", 1)[1]
    context = links.follow_organisation(VISITOR, token=key)
    assert (context.kind, context.organisation) == (ActorKind.LINK, "uwv")
    year_later = VISITOR.at(NOW + timedelta(days=365))
    with refused(Reason.LINK_EXPIRED):
        links.follow_organisation(year_later, token=key)
    links.revoke_organisation_link(cast.eva.context, ref=ref)
    links.revoke_organisation_link(cast.eva.context, ref=ref)
    with refused(Reason.LINK_EXPIRED):
        links.follow_organisation(VISITOR, token=key)


def test_a_party_s_link_sees_no_case_at_all(cast: Cast, row: HandoverRecord) -> None:
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    address = links.organisation_links(cast.eva.context)[0].address
    key = address.rstrip("/").rsplit("/", 1)[1]
    context = links.follow_organisation(VISITOR, token=key)
    assert not consent.visible_to(context).exists()
    undone(lambda: access.open_case(context, ref=row.case.ref, part="x"), Reason.NOT_FOUND)
