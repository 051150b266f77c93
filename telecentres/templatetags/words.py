"""The words of `telecentres.words` for templates."""

from django import template

from telecentres import words

register = template.Library()

register.filter("short_day", words.short_day_words)
register.filter("hour", words.hour_words)
register.filter("number", words.number_words)
register.filter("euros", words.euros)
register.filter("whole_euros", words.whole_euros)
register.filter("place", words.place_words)
register.filter("at_place", words.at_place_words)
register.filter("tel", words.telephone_number)
register.simple_tag(words.hours_words, name="hours")
register.simple_tag(words.range_words, name="hour_range")
register.simple_tag(words.days_words, name="days")
register.simple_tag(words.near_day_words, name="near_day")


@register.filter
def day(value) -> str:
    """ "jeudi 26 novembre"."""
    return words.day_words(value)


@register.filter
def full_day(value) -> str:
    """ "jeudi 26 novembre 2026"."""
    return words.day_words(value, year=True)
