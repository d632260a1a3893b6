"""The demo's staff: one login per role at all desks, and two colleagues at each desk."""

from django.contrib.auth.hashers import make_password

from dsr.models import Desk, DeskMembership, User
from dsr.vocabulary import Role

PASSWORD = "try-the-desk-2026"  # noqa: S105 - printed at start; the demo listens on this machine only

LOGINS = {
    "clerk": (Role.CLERK, "佐久間", "圭"),
    "reviewer": (Role.REVIEWER, "藤堂", "祥子"),
    "manager": (Role.MANAGER, "榊原", "洋"),
    "auditor": (Role.AUDITOR, "水野", "文"),
    "administrator": (Role.ADMINISTRATOR, "青木", "駿"),
}
COLLEAGUES = (("千葉", "遥"), ("野口", "慧"), ("岸本", "咲"), ("三宅", "航"), ("久保", "澪"))


def make_staff() -> dict[str, User]:
    """Create the demo's staff where missing. Returns them by user name; desk clerks are `clerk-1` to `clerk-5`."""
    desks = list(Desk.objects.order_by("slug"))
    # hashed once: it is one password, and slow on purpose
    password = make_password(PASSWORD)
    staff = {
        name: _member(name, family, given, role, desks, password=password)
        for name, (role, family, given) in LOGINS.items()
    }
    for number, (desk, (family, given)) in enumerate(zip(desks, COLLEAGUES, strict=True), start=1):
        name = f"clerk-{number}"
        staff[name] = _member(name, family, given, Role.CLERK, [desk], password=password)
    return staff


def _member(name: str, family: str, given: str, role: Role, desks: list[Desk], *, password: str) -> User:
    user, created = User.objects.get_or_create(
        username=name, defaults={"last_name": family, "first_name": given, "email": f"{name}@desk.example"}
    )
    if created:
        user.password = password
        # the administrator keeps reference data in the admin pages, which hold no case
        user.is_staff = user.is_superuser = role == Role.ADMINISTRATOR
        user.save()
    for desk in desks:
        DeskMembership.objects.get_or_create(user=user, desk=desk, defaults={"role": role})
    return User.objects.get(pk=user.pk)
