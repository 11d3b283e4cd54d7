"""Sign-in through OpenID Connect: allauth's flow, with a nonce, and every ID token checked by its signature."""
