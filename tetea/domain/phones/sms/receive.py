"""An SMS came in: what it asks for is done and committed before the gateway is answered."""

from tetea.domain import moment
from tetea.domain.directory.keywords import keyword_table
from tetea.domain.people.models import Organisation
from tetea.domain.phones import receipts
from tetea.domain.phones.errors import NotKept
from tetea.domain.phones.receipts import Before
from tetea.domain.phones.sms import commands, telling
from tetea.domain.phones.sms.turn import Overtaken, Turn
from tetea.domain.reports.errors import AlreadySent
from tetea.kernel.phone.keywords import parse
from tetea.kernel.phone.messages import IncomingSms

TRIES = 5


def receive(organisation: Organisation, sms: IncomingSms) -> None:
    """Take an SMS; what this returns from is committed, and a repeated one changes nothing.

    An id that comes again with other words is kept as well, held back and unanswered. Raises Busy,
    DirectoryAlarm, and the database's own errors when it takes nothing. NotKept when others wrote
    the same conversation at every try.
    """
    before = receipts.look(sms)
    if before is Before.SAME or not (sms.text.strip() or sms.part):
        return
    for _ in range(TRIES):
        try:
            _take(Turn(organisation, sms, before, moment.now()))
        except AlreadySent:  # Another request with the same id was first; that one counts.
            return
        except Overtaken:
            continue
        return
    raise NotKept


def _take(turn: Turn) -> None:
    command = parse(turn.sms.text, keyword_table())
    turn.understand(command)
    if turn.is_suspect:
        telling.hold(turn)
    elif telling.answer(turn):
        return
    elif command.name in commands.COMMANDS and not turn.is_piece:
        commands.COMMANDS[command.name](turn, command.rest)
    elif command.name == "sos" and not turn.is_piece:
        telling.cry(turn, command.rest)
    elif command.name == "report" and not turn.is_piece:
        commands.report(turn, command.rest)
    else:  # A later part that begins with such a word is urgent, and keeps all its words.
        telling.tell(turn, turn.sms.text)
