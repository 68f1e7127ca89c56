"""Crawlers: what the Hub says is fetched, kept verbatim, and read into evidence. No opinion is formed here."""
