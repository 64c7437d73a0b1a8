"""Reading as work in the background: one job after the other, each with a page that tells how far it has come."""

from __future__ import annotations

import concurrent.futures
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.errors import NotFoundError, SaysoError
from sayso.model import Reading
from sayso.pipeline import ReadSummary
from sayso.reading_pool import Input
from sayso.report.records import JobView
from sayso.web.desk import BusyError, Desk, StoppedError

__all__ = ["Jobs"]

KEPT = 50
"""Jobs whose end can still be looked at."""
WAITING = 10
"""Jobs that may wait for their turn; each may hold files on the disk."""
LISTED = 100
"""Articles and problems that the page of a job lists."""
_log = logging.getLogger("sayso.web")


class Jobs:
    """The work of one app."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._views: dict[str, JobView] = {}
        self._tidying: dict[str, Callable[[], None]] = {}
        self._worker = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="reading")

    def close(self) -> None:
        """Wait for the input at hand; what comes behind it is given up."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        for job_id in list(self._tidying):
            self._tidy(job_id)

    def _tidy(self, job_id: str) -> None:
        with self._lock:
            tidy = self._tidying.pop(job_id)
        tidy()

    def view(self, job_id: str) -> JobView:
        """Return how far a job has come. Raises `NotFoundError`."""
        found = self._views.get(job_id)
        if found is None:
            raise NotFoundError("There is no such work. It may have ended before the app was started anew.")
        return found

    def read(self, inputs: Sequence[Input], back: str, tidy: Callable[[], None]) -> str:
        """Begin to read inputs; return the id of the job. `tidy` is called when it has ended. Raises `BusyError` if too many wait."""
        job_id = secrets.token_hex(8)
        with self._lock:
            if sum(not view.finished for view in self._views.values()) >= WAITING:
                tidy()
                raise BusyError("Too much is waiting to be read. Send it when some of it has ended.")
            self._tidying[job_id] = tidy
            self._views[job_id] = JobView("Reading", "It waits for its turn.", total=len(inputs), back=back)
            for old in list(self._views)[:-KEPT]:
                del self._views[old]
        self._worker.submit(self._run, job_id, inputs)
        return job_id

    def _tell(self, job_id: str, **changed: object) -> None:
        with self._lock:
            self._views[job_id] = replace(self._views[job_id], **changed)  # type: ignore[arg-type] # names of fields

    def _run(self, job_id: str, inputs: Sequence[Input]) -> None:
        try:
            self._tell(job_id, sentence="It is being read.")
            summary = self._read(job_id, inputs)
            self._tell(job_id, sentence="It is read. What it says is being matched to the claims.", done=len(inputs), name="")
            self._desk.derive(None).result()
            self._tell(job_id, **_ended(summary))
        except StoppedError:
            self._tell(job_id, sentence="It was stopped; what was read so far is kept. Send it again to go on.", finished=True)
        except SaysoError as error:
            self._tell(job_id, sentence=f"It could not be read: {error}", finished=True)
        except Exception:
            _log.exception("a job failed")
            self._tell(
                job_id, sentence="It failed; what was read so far is kept. The reason stands where the app was started.", finished=True
            )
        finally:
            self._tidy(job_id)

    def _read(self, job_id: str, inputs: Sequence[Input]) -> ReadSummary:
        def progress(done: int, _total: int, name: str) -> None:
            if self._desk.stopping.is_set():
                raise StoppedError("the app is closing")
            self._tell(job_id, done=done, name=name)

        def heard(reading: Reading) -> None:
            article, view = reading.article, self._views[job_id]
            if article is None or article.id in {known for known, _ in view.articles}:
                return
            if len(view.articles) < LISTED:
                self._tell(job_id, articles=(*view.articles, (article.id, article.title or reading.input_id)))
            else:
                self._tell(job_id, left=view.left + 1)

        with self._desk.opened() as ledger:
            return ledger.take(inputs, progress=progress, heard=heard)


def _ended(summary: ReadSummary) -> dict[str, object]:
    known = f" {summary.known} of them had been read before." if summary.known else ""
    return {
        "title": "Read",
        "sentence": f"It is read.{known}" + (" What is wrong with the rest stands below." if summary.problems else ""),
        "outcomes": (("ok", summary.ok), ("partial", summary.partial), ("quarantined", summary.quarantined)),
        "problems": summary.problems[:LISTED],
        "finished": True,
    }
