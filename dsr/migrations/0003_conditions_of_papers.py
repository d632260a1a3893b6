"""What is asked of a single paper of a checklist line, such as its age, is kept beside the line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Lines written before ask the same of all their papers."""

    dependencies = (("dsr", "0002_second_pair_of_eyes_and_other_channels"),)

    operations = (
        migrations.AddField(
            model_name="checklistitem",
            name="paper_conditions",
            field=models.JSONField(default=dict, help_text="What is asked of single papers: code -> conditions"),
        ),
    )
