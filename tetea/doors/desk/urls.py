"""The addresses of the desk. They hold random ids and fixed words, nothing that anybody typed."""

from django.urls import path

from tetea.doors.desk.views import (
    board,
    cases,
    entry,
    identity,
    lists,
    messages,
    paths,
    people,
    reports,
    steps,
)

app_name = "desk"

urlpatterns = [
    path("", entry.home, name="home"),
    path("lock/", entry.lock, name="lock"),
    path("lock-all/", entry.lock_all, name="lock_all"),
    path("setting/", entry.setting, name="setting"),
    path("alive/", entry.alive, name="alive"),
    path("keys/", entry.keys, name="keys"),
    path("queue/<slug:which>/", lists.listed, name="queue"),
    path("queue/<slug:which>/filter/", lists.narrow, name="filter"),
    path("reports/<slug:report_id>/", reports.report, name="report"),
    path("reports/<slug:report_id>/open/", reports.unseal, name="open"),
    path("reports/<slug:report_id>/seal/", reports.seal, name="seal"),
    path("reports/<slug:report_id>/identity/", identity.unseal, name="identity"),
    path("reports/<slug:report_id>/identity/seal/", identity.seal, name="identity_seal"),
    path("reports/<slug:report_id>/reply/", reports.reply, name="reply"),
    path("reports/<slug:report_id>/release/", reports.release, name="release"),
    path("reports/<slug:report_id>/assign/", reports.assign, name="assign"),
    path("reports/<slug:report_id>/clock/", reports.clock, name="clock"),
    path("reports/<slug:report_id>/write/<slug:kind>/", steps.write, name="write"),
    path("reports/<slug:report_id>/strike/", steps.strike, name="strike"),
    path("reports/<slug:report_id>/path/<slug:code>/", paths.guide, name="path"),
    path("reports/<slug:report_id>/case/", cases.case, name="case"),
    path("reports/<slug:report_id>/step/", cases.step, name="step"),
    path("reports/<slug:report_id>/close/", cases.close, name="close"),
    path("reports/<slug:report_id>/reopen/", cases.reopen, name="reopen"),
    path("board/", board.overview, name="board"),
    path("messages/", messages.overview, name="messages"),
    path("messages/prepare/", messages.prepare, name="prepare"),
    path("log/", people.entries, name="log"),
    path("people/", people.people, name="people"),
    path("people/lead/", people.lead, name="lead"),
    path("<path:rest>/", entry.nothing, name="nothing"),
]
