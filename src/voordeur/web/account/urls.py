"""Addresses of somebody's own account."""

from django.urls import path

from voordeur.web.account import views

app_name = "account"

urlpatterns = [
    path("", views.home, name="home"),
    path("organisatie/", views.act_for, name="act_for"),
]
