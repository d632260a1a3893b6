"""A verb and a mail: the person in whose name an agent asks is told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dsr", "0008_scanned_post_and_who_filed_it"),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit_request", "Receive the request"),
                    ("assign", "Assign"),
                    ("acknowledge", "Record the acknowledgement"),
                    ("add_note", "Add a note"),
                    ("correct_person", "Correct name, address or contact"),
                    ("add_document", "Add a document"),
                    ("record_rebuild", "Record the safe copy of a document"),
                    ("accept_item", "Accept the item"),
                    ("reject_item", "Reject the item"),
                    ("waive_item", "Waive the item"),
                    ("add_item", "Ask for a further document"),
                    ("describe_document", "Note what the document is"),
                    ("settle_finding", "Judge the warning"),
                    ("mask_document", "Mask the document"),
                    ("destroy_document", "Destroy the document"),
                    ("record_shredding", "Confirm the destruction"),
                    ("record_verdict", "Record the virus check"),
                    ("record_paper", "Record where the paper is"),
                    ("prove_contact", "Confirm a contact"),
                    ("ask_principal", "Ask the data subject"),
                    ("set_hold", "Set a legal hold"),
                    ("lift_hold", "Lift the legal hold"),
                    ("ask_for_more", "Ask for what is missing"),
                    ("pause_clock", "Pause the deadline"),
                    ("resume_clock", "Resume the deadline"),
                    ("verify_identity", "Confirm identity"),
                    ("refuse_on_procedure", "Refuse on procedure"),
                    ("decide_right", "Decide the right"),
                    ("decide", "Close the decision"),
                    ("approve_letter", "Approve the letter"),
                    ("attach_pdf", "Attach the rendered letter"),
                    ("send_reply", "Release the reply"),
                    ("mark_replied", "Record the delivery"),
                    ("record_return", "Record the return of the reply"),
                    ("withdraw", "Withdraw the request"),
                    ("fire_deadline", "Send a reminder"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="topic",
            field=models.CharField(
                choices=[
                    ("mail.received", "Mail: request received"),
                    ("mail.more_needed", "Mail: something is missing"),
                    ("mail.reply_ready", "Mail: the reply is ready"),
                    ("mail.replied", "Mail: the reply was sent"),
                    ("mail.withdrawn", "Mail: withdrawal confirmed"),
                    ("mail.principal_asked", "Mail: the data subject is asked about the agent"),
                    ("mail.reminder", "Mail: reminder to staff"),
                    ("file.rebuild", "Rebuild a document as safe pages"),
                    ("file.shred", "Delete the stored files of a document"),
                    ("letter.render", "Render a letter as PDF"),
                    ("scan.split", "Split scanned post at its cover sheets"),
                    ("scan.shred", "Delete the stored files of scanned post"),
                ],
                max_length=30,
            ),
        ),
    ]
