"""Public addresses of the kinds of error."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [path("<slug:slug>/", views.problem_detail, name="problem")]
