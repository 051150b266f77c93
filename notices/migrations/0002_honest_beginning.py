"""What is true before anybody has audited the portal: not compliant; and a proposal of a plan, for the network to adopt."""

from datetime import date

from django.db import migrations

RESULTS = """\
Aucun audit de conformité n’a encore été fait : le taux de conformité n’est pas connu.
À chaque modification du site, des tests automatiques ouvrent ses pages dans Chromium, en largeur d’ordinateur et de téléphone, en clair et en sombre. Ils y cherchent des défauts avec axe-core, parcourent chaque page avec la seule touche Tab et l’affichent dans une fenêtre de 320 pixels. Aucun défaut connu de ces outils n’y subsiste, mais un outil n’en reconnaît qu’une partie : cela ne vaut pas un audit."""
TECHNOLOGIES = "HTML5\nCSS\nSVG\nJavaScript (seules les clés d’accès de la connexion en ont besoin)"
TOOLS = "axe-core\nParcours au clavier par un programme\nChromium, fenêtres de 320, 390, 640 et 1280 pixels"
PAGES = """\
Aucune par un audit. Les tests automatiques ouvrent l’accueil, tous les écrans de réservation, les télécentres, la connexion et le compte, l’aide, le formulaire de contact, le plan du site, les mentions légales, les présentes pages et les principaux écrans de l’administration."""

COMMITMENTS = """\
Toute personne doit pouvoir trouver un télécentre, y réserver un poste et annuler, seule, avec ses propres outils : lecteur d’écran, clavier, loupe, commande vocale.
Une page qui ne s’utilise pas ainsi n’est pas mise en ligne ; un défaut qui empêche de réserver passe avant toute nouveauté.
Toute réservation peut aussi se faire par téléphone, sans supplément."""
ORGANISATION = """\
Une personne référente, à désigner par l’exploitant, reçoit les signalements et y répond en une semaine.
Les contrôles automatiques font partie des tests du site ; ceux qui demandent un jugement humain sont confiés à l’audit.
Le coût de l’audit et des corrections est inscrit au budget annuel du site."""
ACTIONS = [
    (2026, "Contrôle automatique de chaque page à chaque modification : axe-core, clavier, petites fenêtres", "done", "Fait par les tests du site."),
    (2026, "Publication de la déclaration d’accessibilité, du présent schéma et d’un moyen de contact", "done", "En ligne."),
    (2027, "Audit de conformité au RGAA par une personne extérieure, sur un échantillon de pages", "planned", ""),
    (2027, "Essais avec cinq personnes au moins, dont des personnes handicapées", "planned", ""),
    (2027, "Formation des gérants : textes, horaires et messages compréhensibles", "planned", ""),
    (2028, "Correction des défauts relevés par l’audit, puis contre-audit", "planned", ""),
    (2028, "Bilan du schéma et préparation du suivant", "planned", ""),
]


def begin(apps, schema_editor):
    Declaration = apps.get_model("notices", "AccessibilityDeclaration")
    Plan = apps.get_model("notices", "AccessibilityPlan")
    PlannedAction = apps.get_model("notices", "PlannedAction")
    if not Declaration.objects.exists():
        Declaration.objects.create(
            state="non_compliant", declared_on=date(2026, 11, 25), results=RESULTS, technologies=TECHNOLOGIES,
            tools=TOOLS, pages_tested=PAGES,
        )
    if not Plan.objects.exists():
        plan = Plan.objects.create(first_year=2026, last_year=2028, commitments=COMMITMENTS, organisation=ORGANISATION)
        PlannedAction.objects.bulk_create(
            PlannedAction(plan=plan, year=year, what=what, state=state, outcome=outcome) for year, what, state, outcome in ACTIONS
        )


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
