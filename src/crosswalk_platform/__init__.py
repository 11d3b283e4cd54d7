"""The site of Crosswalk: people, organisations and consent, on one PostgreSQL database."""
