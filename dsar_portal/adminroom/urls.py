"""/admin-room/: accounts, keys, given-up work, health, legal rules."""

from django.urls import path

from dsar_portal.adminroom.views import agents, keys, law, machine, recovery, single_sign_on, users

app_name = "adminroom"
urlpatterns = [
    path("", users.users, name="users"),
    path("users/new/", users.new_user, name="new-user"),
    path("users/<uuid:user_id>/", users.user, name="user"),
    path("users/<uuid:user_id>/deactivate/", users.deactivate, name="deactivate"),
    path("users/<uuid:user_id>/reactivate/", recovery.reactivate, name="reactivate"),
    path("users/<uuid:user_id>/password/", recovery.reset_password, name="reset-password"),
    path("users/<uuid:user_id>/second-factor/", recovery.reset_factor, name="reset-factor"),
    path("users/<uuid:user_id>/unlock/", recovery.unlock, name="unlock"),
    path("users/<uuid:user_id>/sign-in/<slug:slug>/", single_sign_on.link, name="link-identity"),
    path("users/<uuid:user_id>/sign-in/<slug:slug>/end/", single_sign_on.unlink, name="unlink-identity"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.new_key, name="new-key"),
    path("keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke-key"),
    path("agents/", agents.agents, name="agents"),
    path("agents/new/", agents.new_agent, name="new-agent"),
    path("agents/<uuid:agent_id>/", agents.agent, name="agent"),
    path("agents/<uuid:agent_id>/change/", agents.change, name="agent-change"),
    path("agents/<uuid:agent_id>/confirm/", agents.confirm, name="agent-confirm"),
    path("agents/<uuid:agent_id>/suspend/", agents.suspend, name="agent-suspend"),
    path("jobs/", machine.dead, name="jobs"),
    path("jobs/<uuid:job_id>/", machine.job, name="job"),
    path("jobs/<uuid:job_id>/retry/", machine.retry, name="retry-job"),
    path("jobs/<uuid:job_id>/drop/", machine.drop, name="drop-job"),
    path("health/", machine.health, name="health"),
    path("regimes/", law.regimes, name="regimes"),
    path("regimes/changes/new/", law.propose, name="law-propose"),
    path("regimes/changes/<uuid:change_id>/", law.change, name="law-change"),
    path("regimes/changes/<uuid:change_id>/approve/", law.approve, name="law-approve"),
    path("regimes/changes/<uuid:change_id>/refuse/", law.refuse, name="law-refuse"),
]
