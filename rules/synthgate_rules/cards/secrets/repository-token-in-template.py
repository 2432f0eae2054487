"""Tokens by which services fetch sources."""

from synthgate_rules.cards.secrets.places import written_at

written = written_at(
    *("AccessToken", "OauthToken", "OAuthToken", "Token", "SecretToken"),
    *("RepositoryAccessToken", "accessToken"),
)
