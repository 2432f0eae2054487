"""What Lambda calls: an event of CloudFormation's hooks in, an answer out, whatever happens.

Whoever cannot judge does not let through: every error is `FAILED` with its reason.
"""

import logging
import os
from collections.abc import Mapping
from typing import Any, Protocol

from change_hook.answer import Answer, answer_to, failed, succeeded
from change_hook.change import change_in
from change_hook.errors import RefusedError
from change_hook.judging import judged
from change_hook.payload import Fetch, fetch
from synthgate.clock import OutOfTimeError, within
from synthgate.errors import SynthgateError
from synthgate.template.data import is_mapping

MOST_SECONDS = 24.0
"""How long an answer may take: CloudFormation waits for 30 seconds, the start of Python and the
import included ("CloudFormation Hooks concepts", "Timeout and retry limits")."""
SPARE = 2.0
"""How long before Lambda stops the function an answer is given, at the latest."""
INTERNAL = "InternalFailure"
_LOG = logging.getLogger(__name__)


class Context(Protocol):
    """What Lambda tells a function of its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return how long it may still take."""
        ...


def handler(event: object, context: Context | None = None) -> Answer:
    """Return whether a change may go on."""
    return answered(event, fetch, seconds_for(context))


def answered(event: object, fetching: Fetch, seconds: float = MOST_SECONDS) -> Answer:
    """Return the answer to an event, within so many seconds."""
    request = event if is_mapping(event) else {}
    token = token_of(request)
    try:
        with within(seconds):
            return _judged(request, token, fetching)
    except RefusedError as error:
        return failed(token, INTERNAL, f"synthgate: {error}")
    except SynthgateError as error:
        return failed(token, INTERNAL, f"synthgate: {error}")
    except OutOfTimeError:
        return failed(token, INTERNAL, f"synthgate: not done within {seconds:g} seconds")
    except Exception as error:  # noqa: BLE001 - fail closed: see the module's docstring
        _LOG.exception("the hook broke")
        return failed(token, INTERNAL, f"synthgate: the hook broke: {type(error).__name__}")


def _judged(event: Mapping[str, Any], token: str, fetching: Fetch) -> Answer:
    change = change_in(event, os.environ.get("AWS_REGION", ""), fetching)
    if change.template is None:
        return succeeded(token, "synthgate: what goes away is not judged")
    return answer_to(change, judged(change, change.template), token)


def token_of(event: Mapping[str, Any]) -> str:
    """Return the token that the answer is to repeat; the documentation spells its key two ways."""
    words = (event.get(key) for key in ("clientRequestToken", "clientRequesttoken"))
    return next((word for word in words if isinstance(word, str)), "")


def seconds_for(context: Context | None) -> float:
    """Return how long an answer may take: less where Lambda leaves less."""
    if context is None:
        return MOST_SECONDS
    return max(min(MOST_SECONDS, context.get_remaining_time_in_millis() / 1000 - SPARE), 0.1)
