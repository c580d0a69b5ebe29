from django.db import migrations

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        tenant_key("members_seat"),
        migrations.RunSQL(
            "ALTER TABLE members_seat ADD CONSTRAINT members_seat_organisation_province"
            " FOREIGN KEY (organisation_id, province_id)"
            " REFERENCES members_organisation (id, province_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE members_seat DROP CONSTRAINT members_seat_organisation_province",
        ),
        tenant_key("members_invitation"),
        child_key("members_invitation", "members_seat", "seat_id"),
    ]
