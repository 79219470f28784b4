"""The pages of the loket, one module per audience or journey."""

from web.views import (
    administration,
    cases,
    consult,
    coordination,
    demo,
    dossiers,
    health,
    knelpunten,
    pages,
    public,
    question,
    queue,
    referrals,
    reports,
    sign_in,
    status,
)

BLUEPRINTS = (
    public.bp,
    status.bp,
    sign_in.bp,
    queue.bp,
    question.bp,
    consult.bp,
    referrals.bp,
    knelpunten.bp,
    cases.bp,
    dossiers.bp,
    reports.bp,
    coordination.bp,
    administration.bp,
    pages.bp,
    health.bp,
    demo.bp,
)
