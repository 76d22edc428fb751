import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('nis', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='NIS code')),
                ('kind', models.CharField(choices=[('country', 'Country'), ('community', 'Community'), ('language_area', 'Language area'), ('region', 'Region'), ('province', 'Province'), ('arrondissement', 'Arrondissement'), ('commune', 'Commune')], max_length=20, verbose_name='kind')),
                ('names', models.JSONField(default=dict, verbose_name='names')),
                ('also_within', models.JSONField(blank=True, default=list, verbose_name='also within')),
                ('valid_from', models.DateField(verbose_name='exists since')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='existed until')),
                ('successors', models.JSONField(blank=True, default=list, verbose_name='successors')),
                ('languages', models.JSONField(default=list, verbose_name='languages of its services')),
                ('facilities', models.JSONField(blank=True, default=list, verbose_name='languages with facilities')),
                ('facility_kind', models.CharField(blank=True, choices=[('rim', 'Around the capital'), ('border', 'On the language border'), ('french', 'French-speaking, with German'), ('german', 'German-speaking, with French')], max_length=10, verbose_name='kind of facilities')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('west', models.FloatField(blank=True, null=True)),
                ('south', models.FloatField(blank=True, null=True)),
                ('east', models.FloatField(blank=True, null=True)),
                ('north', models.FloatField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='kernel.place', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['nis'],
            },
        ),
        migrations.CreateModel(
            name='BoundarySet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('licence', models.CharField(max_length=100, verbose_name='licence')),
                ('loaded_at', models.DateTimeField(verbose_name='loaded')),
            ],
            options={
                'verbose_name': 'set of boundaries',
                'verbose_name_plural': 'sets of boundaries',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('root', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('note', models.TextField()),
            ],
            options={
                'get_latest_by': 'size',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='payload')),
                ('happened_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='happened')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100)),
                ('identifier', models.CharField(max_length=200)),
                ('access', models.CharField(max_length=100)),
                ('titles', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None)),
                ('packed', models.BinaryField()),
                ('changed_at', models.DateTimeField()),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('indexed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='SearchMark',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=300, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchVersion',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('neighbours', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('in_titles', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='StaffInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('reader', 'Reader: sees the desk'), ('agent', 'Agent: handles cases and prepares publications'), ('editor', 'Editor: publishes and decides'), ('administrator', 'Administrator: also manages staff and settings')], max_length=20)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['authority', 'email'],
            },
        ),
        migrations.CreateModel(
            name='StaffRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reader', 'Reader: sees the desk'), ('agent', 'Agent: handles cases and prepares publications'), ('editor', 'Editor: publishes and decides'), ('administrator', 'Administrator: also manages staff and settings')], max_length=20)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['authority', 'actor'],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=120)),
                ('stored_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail address')),
                ('topic', models.CharField(max_length=500, verbose_name='topic')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('address', models.CharField(blank=True, max_length=1000, verbose_name='page')),
                ('manner', models.CharField(choices=[('at_once', 'By e-mail at once'), ('daily', 'By e-mail once a day'), ('inbox', 'In the inbox only'), ('off', 'Not at all')], default='at_once', max_length=10, verbose_name='how')),
                ('language', models.CharField(blank=True, default='', max_length=2, verbose_name='language')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='told until')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
            },
        ),
        migrations.CreateModel(
            name='TaskFailure',
            fields=[
                ('job_id', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='job')),
                ('task', models.CharField(max_length=128, verbose_name='task')),
                ('error', models.CharField(max_length=500, verbose_name='error')),
                ('failed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='failed')),
            ],
            options={
                'verbose_name': 'failure of a task',
                'verbose_name_plural': 'failures of tasks',
            },
        ),
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('language', models.CharField(blank=True, default='', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('is_operator', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='actor_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('language__in', ['', 'fr', 'nl', 'de', 'en'])), name='actor_language_is_one_of_the_house')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.BigIntegerField(editable=False, null=True, unique=True)),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=100)),
                ('authority', models.CharField(blank=True, max_length=60)),
                ('subject', models.CharField(max_length=200)),
                ('leaf', models.TextField()),
                ('leaf_hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
                'indexes': [models.Index(fields=['subject', 'index'], name='audit_by_subject'), models.Index(fields=['authority', '-at'], name='audit_by_authority'), models.Index(condition=models.Q(('index', None)), fields=['id'], name='audit_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('index__gte', 0)), name='audit_index_counts_from_zero')],
            },
        ),
        migrations.CreateModel(
            name='AuditNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='one_hash_per_audit_node')],
            },
        ),
        migrations.CreateModel(
            name='AuditSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('actor', 'actor'), ('subject', 'subject'), ('note', 'note')], max_length=10)),
                ('clear', models.TextField()),
                ('salt', models.BinaryField(max_length=32)),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='secrets', to='kernel.auditentry')),
            ],
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$')])),
                ('kind', models.CharField(choices=[('commune', 'Commune'), ('province', 'Province'), ('region', 'Region'), ('community', 'Community'), ('federal_service', 'Federal service'), ('intermunicipal', 'Intermunicipal body'), ('police_zone', 'Police zone'), ('social_welfare_centre', 'Public centre for social welfare'), ('other', 'Other public body')], max_length=30)),
                ('names', models.JSONField(default=dict)),
                ('languages', models.JSONField(default=list)),
                ('email', models.CharField(blank=True, max_length=254, validators=[django.core.validators.EmailValidator()])),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('website', models.URLField(blank=True)),
                ('postal_address', models.CharField(blank=True, max_length=300)),
                ('colours', models.JSONField(blank=True, default=dict)),
                ('enterprise_number', models.CharField(blank=True, max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='kernel.authority')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.place')),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, unique=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='kernel.authority')),
            ],
            options={
                'ordering': ['host'],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='boundary', serialize=False, to='kernel.place')),
                ('geometry', models.BinaryField()),
                ('simplified', models.BinaryField()),
            ],
            options={
                'verbose_name': 'boundary',
                'verbose_name_plural': 'boundaries',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listener', models.CharField(max_length=200, verbose_name='listener')),
                ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='delivered')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='kernel.event')),
            ],
            options={
                'verbose_name': 'delivery of an event',
                'verbose_name_plural': 'deliveries of events',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100, verbose_name='kind')),
                ('subject', models.CharField(max_length=200, verbose_name='about')),
                ('address', models.CharField(blank=True, max_length=1000, verbose_name='page')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('body', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='formatted text')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('once', models.CharField(blank=True, default='', max_length=200, verbose_name='said once as')),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='told')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('manner', models.CharField(choices=[('at_once', 'By e-mail at once'), ('daily', 'By e-mail once a day'), ('inbox', 'In the inbox only'), ('off', 'Not at all')], default='inbox', max_length=10, verbose_name='how')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='e-mailed')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-told_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100, verbose_name='kind')),
                ('manner', models.CharField(choices=[('at_once', 'By e-mail at once'), ('daily', 'By e-mail once a day'), ('inbox', 'In the inbox only'), ('off', 'Not at all')], max_length=10, verbose_name='how')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'preference about notices',
                'verbose_name_plural': 'preferences about notices',
            },
        ),
        migrations.CreateModel(
            name='PostalCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=4, verbose_name='postal code')),
                ('names', models.JSONField(default=dict, verbose_name='names')),
                ('is_main', models.BooleanField(default=False, verbose_name='of the commune itself')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postal_codes', to='kernel.place')),
            ],
            options={
                'verbose_name': 'postal code',
                'verbose_name_plural': 'postal codes',
                'ordering': ['code', '-is_main', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='kernel.searchentry')),
                ('ref', models.CharField(max_length=300)),
                ('title', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict)),
                ('address', models.CharField(max_length=1000)),
                ('authority', models.CharField(blank=True, max_length=60)),
                ('place', models.CharField(blank=True, max_length=10)),
                ('facets', models.JSONField(default=dict)),
            ],
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words', 'marks'], name='search_entries_by_word'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['-changed_at', '-id'], name='search_entries_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.UniqueConstraint(fields=('kind', 'identifier'), name='one_search_entry_per_thing'),
        ),
        migrations.AddConstraint(
            model_name='searchversion',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_search_version'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['neighbours'], name='search_words_by_neighbour'),
        ),
        migrations.AddField(
            model_name='staffinvitation',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='kernel.authority'),
        ),
        migrations.AddField(
            model_name='staffinvitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffrole',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_roles', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffrole',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_roles', to='kernel.authority'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='stored_file_has_its_hash'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='stored_file_has_a_size'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='subscription',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kernel.subscription'),
        ),
        migrations.AddConstraint(
            model_name='auditsecret',
            constraint=models.UniqueConstraint(fields=('entry', 'part'), name='one_secret_per_part_of_an_audit_entry'),
        ),
        migrations.AddConstraint(
            model_name='authorityhost',
            constraint=models.CheckConstraint(condition=models.Q(('host', django.db.models.functions.text.Lower('host'))), name='authority_host_is_lower_case'),
        ),
        migrations.AddField(
            model_name='boundary',
            name='loaded_in',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='kernel.boundaryset'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['country', 'community', 'language_area', 'region', 'province', 'arrondissement', 'commune'])), name='place_kind_is_one_of_the_list'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('facility_kind__in', ['', 'rim', 'border', 'french', 'german'])), name='place_facility_kind_is_one_of_the_list'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='place_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='authority_slug_is_plain'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['commune', 'province', 'region', 'community', 'federal_service', 'intermunicipal', 'police_zone', 'social_welfare_centre', 'other'])), name='authority_kind_is_one_of_the_list'),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('enterprise_number__regex', '^([01][0-9]{9})?$')), name='authority_enterprise_number_has_ten_digits'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('delivered_at', None)), fields=['id'], name='deliveries_still_owed'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('event', 'listener'), name='one_delivery_per_event_and_listener'),
        ),
        migrations.AddConstraint(
            model_name='noticepreference',
            constraint=models.UniqueConstraint(fields=('actor', 'kind'), name='one_preference_per_account_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='staffinvitation',
            constraint=models.UniqueConstraint(fields=('email', 'authority'), name='one_invitation_per_address_and_authority'),
        ),
        migrations.AddConstraint(
            model_name='staffinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='staff_invitation_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='staffinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['reader', 'agent', 'editor', 'administrator'])), name='staff_invitation_role_is_of_the_list'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.UniqueConstraint(fields=('actor', 'authority'), name='one_role_per_person_and_authority'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['reader', 'agent', 'editor', 'administrator'])), name='staff_role_is_one_of_the_list'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['topic'], name='subscriptions_by_topic'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('email', '')), models.Q(('actor', None), models.Q(('email', ''), _negated=True)), _connector='OR'), name='subscription_is_of_an_account_or_an_address'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='subscription_email_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('email', '')), fields=('actor', 'topic'), name='one_subscription_per_account_and_topic'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email', 'topic'), name='one_subscription_per_address_and_topic'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['actor', '-told_at'], name='notices_of_an_inbox'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mailed_at', None), ('manner', 'daily')), fields=['manner'], name='notices_owed_in_a_digest'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('once', ''), _negated=True), ('actor__isnull', False)), fields=('actor', 'kind', 'once'), name='a_notice_is_said_once_to_an_account'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('once', ''), _negated=True), ('actor', None)), fields=('subscription', 'kind', 'once'), name='a_notice_is_said_once_to_a_subscription'),
        ),
    ]
