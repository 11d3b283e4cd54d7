"""Turns the people and vacancies of the example corridor into the documents that real people and employers send."""
