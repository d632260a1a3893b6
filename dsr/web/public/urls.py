"""Pages of the public door."""

from django.urls import path

from dsr.web.public.views import desks, filling, following, plain, sending, verifying

app_name = "public"

urlpatterns = [
    path("", desks.home, name="home"),
    path("desks/<slug:slug>/", desks.desk, name="desk"),
    path("desks/<slug:slug>/request-form.pdf", desks.request_form, name="request_form"),
    path("desks/<slug:slug>/deadline/", desks.deadline, name="deadline"),
    path("desks/<slug:slug>/request/", filling.request_form, name="request"),
    path("desks/<slug:slug>/request/check/", sending.check, name="check"),
    path("desks/<slug:slug>/receipt/", sending.receipt, name="receipt"),
    path("follow/", following.follow, name="follow"),
    path("follow/case/", following.follow_case, name="follow_case"),
    path("follow/case/add/<uuid:item_id>/", following.follow_add, name="follow_add"),
    path("follow/case/withdraw/", following.follow_withdraw, name="follow_withdraw"),
    path("follow/case/reply/", following.follow_reply, name="follow_reply"),
    path("follow/leave/", following.follow_leave, name="follow_leave"),
    path("verify/", verifying.verify, name="verify"),
    path(".well-known/security.txt", plain.security_txt, name="security_txt"),
    path("robots.txt", plain.robots_txt, name="robots_txt"),
]
