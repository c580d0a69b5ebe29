"""Pages about oneself."""

from __future__ import annotations

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.adapter import set_language
from accounts.forms import ProfileForm
from accounts.links import own_address


@login_required
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My details, language and notices."""
    # A copy, so that what could not be saved does not stand in the frame of the page.
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        user = actions.change_profile(user=form.instance, values=form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your settings are saved."))
        response = redirect("me")
        set_language(response, user.language)
        return response
    return render(request, "accounts/me.html", {"form": form})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Thai and English and go back to the page."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        wanted = settings.LANGUAGE_CODE
    response = HttpResponseRedirect(own_address(request, request.POST.get("next", "")) or "/")
    set_language(response, wanted)
    if request.user.is_authenticated:
        actions.choose_language(user=request.user, language=wanted)
    return response
