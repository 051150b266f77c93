"""The words that people agree to when they become a lead: each version stays, so that one can read what somebody accepted."""

from django.utils.translation import gettext_lazy as _

CURRENT = "2026-11"
TEXTS = {
    "2026-11": _(
        "I agree that the agency keeps what I write here and contacts me about my project. I can see it, correct it and take my "
        "agreement back at any time by the link in the mail; it is erased three years after my own last contact."
    ),
}
NEWS = _("I would also like news of the network now and then by mail. Each mail has a link that ends it.")
BY_STAFF = _(
    "The person agrees that the agency keeps this and contacts them about their project. They get a mail with a link to see it, "
    "correct it and take their agreement back."
)
