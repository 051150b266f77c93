"""The SQL that registering cannot do without, to tell what the portal around it costs."""

import uuid

from django.db import connection, transaction

EVENT = "SELECT capacity, state, registration_closes_at, starts_at FROM outreach_event WHERE id = %(event)s FOR NO KEY UPDATE"
HELD = """
    SELECT count(*) FROM outreach_registration
    WHERE event_id = %(event)s AND state IN ('registered', 'offered', 'attended', 'no_show')
"""
ASK = """
    INSERT INTO outreach_registration (
        event_id, reference, name, email, need, language, source, state, key, asked_at, certificate, version
    )
    VALUES (%(event)s, %(reference)s, 'Essai', %(email)s, '', 'fr', 'portal', 'pending_email', %(key)s, now(), '', 1)
    RETURNING id
"""
CONFIRM = "UPDATE outreach_registration SET state = 'registered', confirmed_at = now(), version = 2 WHERE id = %(registration)s"
MAIL = """
    INSERT INTO dispatch_message (
        kind, key, version, recipient, state, due_at, next_try_at, attempts, message_id, subject, source, last_error, created_at
    )
    VALUES (%(kind)s, %(registration)s::text, 1, %(email)s, 'pending', now(), now(), 0, %(mail)s, '', '', '', now())
    ON CONFLICT DO NOTHING
"""


def ask(event: int) -> int:
    """One registration that waits for its address to be proved, and its mail; the number of its row."""
    email = f"{uuid.uuid4().hex[:12]}@exemple.fr"
    values = {"event": event, "email": email, "reference": uuid.uuid4().hex[:12], "key": uuid.uuid4()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EVENT, values)
        cursor.execute(HELD, values)
        cursor.execute(ASK, values)
        (registration,) = cursor.fetchone()
        cursor.execute(MAIL, {"kind": "essai.ask", "registration": registration, "email": email, "mail": str(uuid.uuid4())})
    return registration


def confirm(event: int, registration: int) -> None:
    """The place is taken under the event's lock, and the mail written."""
    values = {"event": event, "registration": registration, "kind": "essai.registered", "email": "essai@exemple.fr"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EVENT, values)
        cursor.execute(HELD, values)
        cursor.execute(CONFIRM, values)
        cursor.execute(MAIL, values | {"mail": str(uuid.uuid4())})
