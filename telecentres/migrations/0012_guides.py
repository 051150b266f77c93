from django.db import migrations, models
from django.utils.text import slugify


def give_addresses(apps, schema_editor):
    """Guides of before get the address that their title makes, as `Guide.save` does."""
    taken = set()
    for guide in apps.get_model("telecentres", "Guide").objects.order_by("pk"):
        wanted = slug = slugify(guide.title)[:120] or "information"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        taken.add(slug)
        guide.slug = slug
        guide.save(update_fields=["slug"])


class Migration(migrations.Migration):

    # PostgreSQL refuses to alter a table in the transaction that has just written to it.
    atomic = False

    dependencies = [
        ('telecentres', '0011_tariffs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='guide',
            name='telecentres_guide_subject',
        ),
        migrations.AddField(
            model_name='guide',
            name='kind',
            field=models.CharField(choices=[('guide', 'guide'), ('question', 'frequent question'), ('document', 'model document')], default='guide', max_length=8, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='guide',
            name='checked_on',
            field=models.DateField(blank=True, help_text='When somebody last read it against its source.', null=True, verbose_name='last checked on'),
        ),
        migrations.AddField(
            model_name='guide',
            name='slug',
            field=models.SlugField(db_index=False, editable=False, max_length=130, null=True, verbose_name='address on the site'),
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='guide',
            name='slug',
            field=models.SlugField(editable=False, max_length=130, unique=True, verbose_name='address on the site'),
        ),
        migrations.AlterField(
            model_name='guide',
            name='body',
            field=models.TextField(blank=True, help_text='A line that begins with ## is a heading, one that begins with - a point; addresses become links.', max_length=20000, verbose_name='text'),
        ),
        migrations.AddConstraint(
            model_name='guide',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('need__isnull', False), ('speciality__isnull', False), _connector='XOR'), models.Q(('kind', 'question'), ('need', None), ('speciality', None)), _connector='OR'), name='telecentres_guide_subject', violation_error_message='Choose the need that it is about, or a whole speciality: one of the two. A question may be about the network as a whole.'),
        ),
    ]
