"""Alerts as signed messages to one receiver, as Standard Webhooks has them, through the same guard as every other request.

A message keeps its id over all attempts, so that a receiver that got it and whose answer was lost can tell. Source:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import UsageError
from sayso.network.alerts import changes_in
from sayso.network.exchange import Line
from sayso.network.guard import Budget
from sayso.network.pace import Clock
from sayso.network.state import Message, WatchState
from sayso.network.targets import target_of
from sayso.network.trouble import FetchError
from sayso.report.feeds import signed_body

__all__ = ["SECRET_VARIABLE", "Webhook", "deliver", "read_secret"]

SECRET_VARIABLE = "SAYSO_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
AT_ONCE = (1.0, 5.0, 25.0)
"""Seconds between the attempts of one round."""
LATER = (300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""Seconds until the next round of attempts, as the specification proposes; after the last the message is given up, some three days on."""
_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where messages go, and how they are signed."""

    url: str
    """The receiver."""
    secret: str
    """What the signature is made with; never printed."""
    line: Line
    """The way out."""
    clock: Clock
    """For the time of each attempt."""

    def send(self, message: Message) -> None:
        """Send a message once. Raises `FetchError` where the receiver does not say that it has it."""
        target = target_of(self.url, self.line.policy)
        signed = signed_body(changes_in(message), secret=self.secret, timestamp=int(self.clock.now()))
        answer = self.line.post(target, Budget(_SECONDS), dict(signed.headers), signed.body)
        if not 200 <= answer.status < 300:
            what = "sends on, which is not followed" if answer.redirect else f"answers {answer.status} {answer.reason[:60]}".rstrip()
            raise FetchError("webhook-refused", f"the receiver {what}. Check its address and its log; the message is sent again.")


def deliver(webhook: Webhook, state: WatchState, tell: Callable[[str], None]) -> int:
    """Send what waits, oldest first, and return how many messages arrived; one that does not arrive holds up those behind it.

    >>> with WatchState(Path(":memory:")) as state:
    ...     deliver(Webhook("https://hook.example/", "whsec_", Line("sayso"), Clock()), state, print)
    0
    """
    arrived = 0
    for message in state.waiting(webhook.clock.now()):
        trouble = _attempts(webhook, message)
        if trouble is None:
            state.sent(message)
            arrived += 1
            continue
        given_up = message.attempts >= len(LATER)
        state.put_off(message, None if given_up else webhook.clock.now() + LATER[message.attempts])
        tell(f"webhook: {trouble.message}" + (f" Message {message.id} was given up." if given_up else ""))
        break
    return arrived


def _attempts(webhook: Webhook, message: Message) -> FetchError | None:
    """Send a message, a few times if need be; return the last trouble."""
    trouble: FetchError | None = None
    for wait in (*AT_ONCE, None):
        try:
            webhook.send(message)
        except FetchError as error:
            trouble = error
        else:
            return None
        if wait is None or trouble.code in {"address-refused", "port-refused"}:
            break
        webhook.clock.sleep(wait)
    return trouble


def read_secret(file: Path | None) -> str:
    r"""Return the secret of a file, or of the variable SAYSO_WEBHOOK_SECRET; it is never given on the command line, where others see it.

    Raises `UsageError` where there is none, or none that can sign.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w") as file:
    ...     _ = file.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
    ...     file.flush()
    ...     read_secret(Path(file.name))[:6]
    'whsec_'
    """
    try:
        secret = (file.read_text(encoding="utf-8") if file else os.environ.get(SECRET_VARIABLE, "")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the secret cannot be read from {file}; check the file and its permissions") from error
    if not secret:
        how = 'echo "whsec_$(openssl rand -base64 32)" > FILE'
        raise UsageError(f"a webhook needs a secret: {how}, then --webhook-secret FILE; or set {SECRET_VARIABLE}")
    signed_body((), secret=secret, timestamp=0)
    return secret
