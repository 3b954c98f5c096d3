"""Sealing, tokens, keys, the signed directory and the log format; the only users of cryptography.

Read in this order: errors, registry, frame, kdf, seal, hpke, unwrap, token; then keys,
member_keys, bearer, session_keys; then directory_entries, directory, grant, consent; then log.
Formats are described in docs/adr and frozen by tests/vectors.
"""
