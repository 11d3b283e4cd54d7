"""Labelled cases, metrics and peers of the ranking benchmark; the command is bench/ranking.py."""
