"""Addresses for who has no account: a handover to answer, and the rejection form of a party."""

from django.urls import path

from voordeur.web.link import views, work_views

app_name = "link"

urlpatterns = [
    path("afwijzing/<str:token>/", views.rejection, name="rejection"),
    path("werk/<str:token>/", work_views.referral, name="referral"),
    path("<str:token>/", views.handover, name="handover"),
    path("<str:token>/opnieuw/", views.send_again, name="send_again"),
]
