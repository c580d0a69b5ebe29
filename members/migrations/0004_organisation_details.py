import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def province_key(table, column, parent):
    """Tie (parent, province) of a row to the parent row's province."""
    name = f"{table}_{column}_province"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, province_id)"
        f" REFERENCES {parent} (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_paper"),
        ("members", "0003_seat_post"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="registration",
            field=models.CharField(blank=True, max_length=60, verbose_name="registration number"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="evidence",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.paper', verbose_name='evidence of registration'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='pillars',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('counter_trafficking', 'counter-trafficking'), ('child_protection', 'child protection'), ('stateless', 'stateless people'), ('education', 'education')], max_length=20), blank=True, default=list, size=None, verbose_name='pillars'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='target_groups',
            field=models.CharField(blank=True, max_length=500, verbose_name='target groups'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='districts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None, verbose_name='districts served'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='website',
            field=models.URLField(blank=True, verbose_name='website'),
        ),
        migrations.CreateModel(
            name='OrganisationContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('post', models.CharField(blank=True, max_length=150, verbose_name='post')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='members.organisation')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'contact',
                'ordering': ['name', 'pk'], 'indexes': [models.Index(fields=['organisation', 'name'], name='contact_list')]},
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('columns', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('outcome', models.JSONField(default=dict)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-created_at', '-id'], 'indexes': [models.Index(fields=['owner', '-created_at'], name='import_newest')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='import_committee')]},
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=list)),
                ('left_out', models.TextField(blank=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='members.importbatch')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'row of an import',
                'ordering': ['batch', 'number'], 'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='import_row_once')]},
        ),
        # The evidence of an organisation is a paper of its own province, its districts likewise.
        migrations.RunSQL(
            "ALTER TABLE committees_paper ADD CONSTRAINT paper_id_province UNIQUE (id, province_id)",
            "ALTER TABLE committees_paper DROP CONSTRAINT paper_id_province",
        ),
        province_key("members_organisation", "evidence_id", "committees_paper"),
        province_key("members_organisationcontact", "organisation_id", "members_organisation"),
        migrations.RunSQL(
            "ALTER TABLE members_organisation ADD CONSTRAINT organisation_districts_in_province"
            " CHECK (province_id * 100 < ALL (districts)"
            " AND province_id * 100 + 100 > ALL (districts))",
            "ALTER TABLE members_organisation DROP CONSTRAINT organisation_districts_in_province",
        ),
        tenant_key("members_importbatch"),
        tenant_key("members_importrow"),
        child_key("members_importrow", "members_importbatch", "batch_id"),
    ]
