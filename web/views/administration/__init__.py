"""The administrator: accounts, teams, topics, organisations, statements, mails and the event log."""

from web.views.administration import accounts, budgets, log, organisations, overview, statements, teams, topics
from web.views.administration.blueprint import bp

__all__ = ["accounts", "bp", "budgets", "log", "organisations", "overview", "statements", "teams", "topics"]
