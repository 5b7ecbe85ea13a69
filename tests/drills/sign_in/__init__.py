"""The real OpenID provider of the drill `oidc`, and Node to run it with."""
