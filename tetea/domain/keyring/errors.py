"""What can go wrong with keys.

KeyringError
├── RuntimeRefused     no folder in memory for the runtime key, or not a safe one
├── RuntimeLost        this generation of the runtime key is gone: power-off, lock-all, 72 hours
├── SecretFileRefused  the secret file is missing or damaged; tokens cannot be opened
├── DirectoryAlarm     the directory is forged, or older than the one seen before
├── NoSuchKey          this member's keys do not reach that object: answered like "not found"
├── SignInRefused      wrong name, passphrase or code; which one is never said
├── SessionOver        the session ended: time, lock, power-off
├── NeedsSession       a bearer asked for what only an unlocked session may do
└── Busy               the queue for key derivation is longer than five seconds
"""


class KeyringError(Exception):
    """Something about keys went wrong; never carries a secret."""


class RuntimeRefused(KeyringError):
    """No safe folder in memory was found for the runtime key."""


class RuntimeLost(KeyringError):
    """That generation of the runtime key is gone."""


class SecretFileRefused(KeyringError):
    """The secret file is missing or damaged."""


class DirectoryAlarm(KeyringError):
    """The directory does not verify, or is older than the head that was pinned."""


class NoSuchKey(KeyringError):
    """This member's keys do not reach that object."""


class SignInRefused(KeyringError):
    """Wrong name, passphrase or code; the text never says which."""


class SessionOver(KeyringError):
    """The session has ended."""


class NeedsSession(KeyringError):
    """A bearer asked for what only an unlocked session may do."""


class Busy(KeyringError):
    """Too many people derive keys at this moment; try again in `retry_after` seconds."""

    retry_after = 5
