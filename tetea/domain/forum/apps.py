"""The monthly forum of police, mediators and peer educators."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Forums, the commitments made there, and what changed."""

    name = "tetea.domain.forum"
    label = "forum"
