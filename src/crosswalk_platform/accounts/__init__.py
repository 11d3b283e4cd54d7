"""Accounts: how somebody signs in. What an account may do is said by its seats in organisations."""
