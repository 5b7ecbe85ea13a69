"""Addresses of signing in and of one's own account."""

from django.urls import path

from accounts.views import account, sign_in, single_sign_on

app_name = "accounts"

urlpatterns = [
    path("staff/", sign_in.home, name="home"),
    path("staff/login/", sign_in.login, name="login"),
    path("staff/login/code/", single_sign_on.code, name="sso-code"),
    path("staff/login/with/<slug:slug>/", single_sign_on.leave, name="sso"),
    path("staff/login/with/<slug:slug>/back/", single_sign_on.back, name="sso-return"),
    path("staff/logout/", sign_in.sign_out, name="logout"),
    path("staff/second-factor/", sign_in.second_factor, name="second-factor"),
    path("staff/account/", account.account, name="account"),
    path("staff/account/password/", account.password, name="password"),
    path("staff/account/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("staff/account/sessions/<uuid:session_id>/end/", account.end_session, name="end-session"),
]
