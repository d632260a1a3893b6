"""Cases that arrived before the rule of contacts: what their reply needs follows from what they ask, as for all others."""

from django.db import migrations

from dsr.law.tiers import PROOF, tier_of
from dsr.profile import Profile
from dsr.vocabulary import Kind

BATCH = 500


def state_the_need(apps, _schema_editor):
    cases = apps.get_model("dsr", "Case").objects.filter(
        release_needs="", released_at=None, replied_at=None, withdrawn_at=None
    )
    rules = {}
    for case in cases.select_related("policy").iterator(chunk_size=BATCH):
        if case.policy_id not in rules:
            rules[case.policy_id] = Profile.model_validate(case.policy.content).release
        kinds = apps.get_model("dsr", "RequestedRight").objects.filter(case=case.pk).values_list("kind", flat=True)
        asked = [Kind(kind) for kind in kinds]
        if asked and rules[case.policy_id].needs_proof(tier_of(asked)):
            cases.model.objects.filter(pk=case.pk).update(release_needs=PROOF)


class Migration(migrations.Migration):
    dependencies = [
        ("dsr", "0011_harmful_files_open_their_line"),
    ]

    operations = [
        migrations.RunPython(state_the_need, migrations.RunPython.noop),
    ]
