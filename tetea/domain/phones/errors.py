"""What can go wrong on the phone.

PhoneError
└── NotKept     neither database nor spool took it: the gateway must try again
"""


class PhoneError(Exception):
    """Something about a phone channel failed; never carries a number or a word."""


class NotKept(PhoneError):
    """Nothing could be stored; the gateway has to bring it again."""
