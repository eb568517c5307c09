"""Partners: who offers what, by which rule, whether it is still right, and for whom it fits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, refused, registered
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.rules import All, Any, AtLeast, Below, Is, Not, Truth, evaluate
from voordeur.records.audit.models import JournalRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.services import partners
from voordeur.services.region import current_region


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("RMT", "werkcentrum"),
        ("rmt zkij werkt door", "werkcentrum"),
        ("Sociale dienst Velsen", "gemeente-velsen"),
        ("werk.nl", "uwv"),
        ("beschut", "pasmatch"),
        ("sheltered", "pasmatch"),
    ],
)
def test_a_party_is_found_by_any_name_and_by_what_it_offers(
    cast: Cast, asked: str, found: str
) -> None:
    assert found in [one.code for one in partners.partners(cast.charlie.context, search=asked)]


def test_an_old_name_is_said_beside_the_new_one(cast: Cast) -> None:
    line = partners.partners(cast.charlie.context, search="RMT")[0]
    assert (line.code, line.other_name[:3]) == ("werkcentrum", "RMT")
    assert partners.partners(cast.charlie.context, search="xyzzy") == ()


def test_the_whole_list_has_who_takes_handovers_or_offers_something(cast: Cast) -> None:
    lines = partners.partners(cast.charlie.context)
    names = [line.name.casefold() for line in lines]
    assert names == sorted(names)
    assert all(line.takes_handovers or line.services for line in lines)
    assert {"werkcentrum", "uwv", "gemeente-velsen"} <= {line.code for line in lines}


def test_a_rule_reads_as_words(cast: Cast) -> None:
    region, context = current_region(), cast.bob.context
    rule = All(
        (
            Is("benefit", ("ww", "bijstand")),
            AtLeast("age", 18),
            Below("age", 27),
            Not(Is("work", ("working",))),
            Any((Is("need", ("learn",)), Is("need", ("work",)))),
        )
    )
    words = partners.rule_words(context, region, rule)
    assert words[0].startswith("Uitkering: Ja, WW (van UWV) of Ja, bijstand")
    assert words[1:3] == ("Leeftijd: 18 of meer", "Leeftijd: jonger of lager dan 27")
    assert words[3].startswith("niet (Werk: ")
    assert " of Vraag: " in words[4]
    assert partners.rule_words(context, region, None) == ()


def test_every_rule_of_the_region_reads_as_words(cast: Cast) -> None:
    region = current_region()
    for service in region.services.values():
        for word in partners.rule_words(cast.bob.context, region, service.conditions):
            assert word
            assert "Is(" not in word


def test_what_nobody_confirmed_in_time_is_marked_until_its_owner_does(cast: Cast) -> None:
    later = cast.alice.context.at(NOW + timedelta(days=400))
    before = {one.code: one for one in partners.partner(later, code="werkcentrum").services}
    assert before["advice-talk"].stale
    partners.confirm(later, service="advice-talk")
    after = {one.code: one for one in partners.partner(later, code="werkcentrum").services}
    assert not after["advice-talk"].stale
    assert after["advice-talk"].checked_on == later.today
    assert after["work-fit"].stale
    assert JournalRecord.objects.filter(name="ServiceConfirmed").count() == 1


def test_only_the_party_itself_confirms(cast: Cast) -> None:
    with refused(Reason.ROLE_DOES_NOT_ALLOW):
        partners.confirm(cast.bob.context, service="advice-talk")
    board = hire("Bea Proefpersoon", "werkcentrum", Role.BOARD_READER).context
    with refused(Reason.ROLE_DOES_NOT_ALLOW):
        partners.confirm(board, service="advice-talk")
    with refused(Reason.NOT_FOUND):
        partners.confirm(cast.alice.context, service="invented")


def test_what_fits_is_exactly_what_the_rules_say(cast: Cast) -> None:
    case = registered(cast.bob.context, situation=SITUATION | {"benefit": "bijstand"})
    page = partners.fitting_services(cast.bob.context, ref=case.ref)
    region = current_region()
    assert len(page.fitting) == len(region.services)
    for one in page.fitting:
        condition = region.services[one.service.code].conditions
        truth = evaluate(condition, case.situation) if condition else Truth.YES
        assert one.truth == truth.value
        assert bool(one.against) == (one.truth == "no")
        assert bool(one.to_ask) == (one.truth == "unknown")
    order = [one.truth for one in page.fitting]
    assert order == sorted(order, key=["yes", "unknown", "no"].index)


def test_asking_what_was_unknown_settles_it(cast: Cast) -> None:
    facts = SITUATION | {"benefit": "bijstand"}
    case = registered(cast.bob.context, situation=facts)
    settled = registered(cast.bob.context, situation=facts | {"distance_class": "direct"})

    def truth(ref: str) -> str:
        page = partners.fitting_services(cast.bob.context, ref=ref)
        return {one.service.code: one.truth for one in page.fitting}["ijmond-trajectory"]

    assert truth(case.ref) == "unknown"
    assert truth(settled.ref) == "yes"


def test_who_does_not_see_the_situation_gets_no_suggestion_from_it(cast: Cast) -> None:
    case = registered(cast.bob.context)
    with refused(Reason.NOT_FOUND):
        partners.fitting_services(cast.charlie.context, ref=case.ref)
    GrantRecord.objects.filter(case=case).update(valid_until=NOW)
    with refused(Reason.NOT_FOUND):
        partners.fitting_services(cast.bob.context, ref=case.ref)


def test_the_directory_costs_two_queries(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        partners.partners(cast.charlie.context)
    assert len(queries) <= 2
