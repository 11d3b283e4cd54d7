"""Stable matching, where people and vacancies both rank."""
