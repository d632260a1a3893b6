"""Files that were sealed with the key of their case, or draft, itself: from now on that is the key of the file."""

from django.db import migrations

from dsr import crypto

BATCH = 500


def give_keys(apps, _schema_editor):
    documents = apps.get_model("dsr", "Document").objects.filter(sealed_file_key=b"", destroyed_at=None)
    keys = apps.get_model("dsr", "CaseKey").objects
    for document in documents.only("key", "case_id").iterator(chunk_size=BATCH):
        row = keys.filter(case_id=document.case_id).first()
        if row:
            give(document, crypto.unwrap(row.master_key_id, bytes(row.wrapped), context=f"case:{row.case_id}"))
    files = apps.get_model("dsr", "DraftFile").objects.filter(sealed_file_key=b"")
    for file in files.select_related("draft"):
        draft = file.draft
        give(file, crypto.unwrap(draft.master_key_id, bytes(draft.wrapped), context=f"draft:{draft.pk}"))


def give(row, key):
    row.sealed_file_key = crypto.seal(key, key, context=f"file:{row.key}")
    row.save(update_fields=["sealed_file_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("dsr", "0005_evidence_with_keys_of_its_own"),
    ]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
