"""An employer without an account: reads about one person who wants to meet, and answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import employer_link, referrals
from voordeur.web import contexts
from voordeur.web.link.forms import RejectForm
from voordeur.web.refusals import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, token: str) -> HttpResponse:
    """Show who wants to meet, and take the answer."""
    page = employer_link.follow(contexts.visitor(request), token=token)
    context = contexts.employer_link(page.organisation, page.ref)
    typed = request.POST if request.POST.get("doe") == "nee" else None
    form = RejectForm(employer_link.reasons(context), typed)
    if request.method == "POST":
        try:
            if request.POST.get("doe") == "ja":
                referrals.invite(context, ref=page.ref)
                messages.success(request, _("Fijn. De consulent belt u om het te plannen."))
                return redirect("link:referral", token=token)
            if form.is_valid():
                said = form.cleaned_data
                referrals.reject(context, ref=page.ref, reason=said["reason"], note=said["note"])
                messages.success(request, _("Bedankt voor uw antwoord."))
                return redirect("link:referral", token=token)
        except RefusedError as refused:
            messages.error(request, sentence(refused.refusal))
            return redirect("link:referral", token=token)
    status = 422 if form.is_bound else 200
    return render(request, "link/referral.html", {"page": page, "form": form}, status=status)
