"""A worker: does jobs until it is told to stop, and looks after those of workers that have died."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker as QueueWorker
from sqlalchemy.exc import SQLAlchemyError

from crawlers.jobs import board
from crawlers.jobs.board import MOST_ATTEMPTS, TakenOver, Turn
from crawlers.jobs.orders import Order
from crawlers.jobs.steps import Steps
from registry.db import session_on

TASKS = ("list_page", "fetch_repos", "advance", "grade")
JOBS_AT_ONCE = 4
LONGEST_BACKOFF_S = 300
POLL_S = 1.0
NEVER_S = 1e6

Result = TypeVar("Result")

# What it would say of jobs that fail, with all they hold, is said here in a line each.
logging.getLogger("procrastinate").addHandler(logging.NullHandler())
logging.getLogger("procrastinate").propagate = False


@dataclass(frozen=True, slots=True)
class Pulse:
    """How often a worker gives a sign of life, and after how many seconds of silence others take it for dead."""

    silent_s: float = 20.0

    @property
    def every_s(self) -> float:
        """Seconds between two signs, and between two looks for dead workers."""
        return self.silent_s / 4


class Patience(BaseRetryStrategy):
    """Tries a job that failed again, after pauses that double. A worker that stops gives its jobs back at once."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None for never."""
        if isinstance(exception, (asyncio.CancelledError, TakenOver)):
            return RetryDecision(retry_at=datetime.now(UTC))
        if job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        wait = min(LONGEST_BACKOFF_S, 2 ** (job.attempts + 1))
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=wait))


class OwnJobs(JobManager):
    """Ends only jobs that are still this worker's, and leaves those alone that others have taken over."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Records the end of a job."""
        if await self._is_ours(job):
            await super().finish_job(job, status, delete_job)

    async def retry_job(self, job: Job, *given: Any, **named: Any) -> None:
        """Puts a job back in the queue."""
        if await self._is_ours(job):
            await super().retry_job(job, *given, **named)

    async def _is_ours(self, job: Job) -> bool:
        told = {"job_id": job.id, "worker_id": job.worker_id, "attempts": job.attempts}
        rows = await self.connector.execute_query_all_async(
            "select id from procrastinate_jobs where id = %(job_id)s and status = 'doing'"
            " and worker_id = %(worker_id)s and attempts = %(attempts)s",
            **told,
        )
        return bool(rows)


class Worker:
    """Does the jobs of all crawls, some at once. ``say`` gets a line for each that failed."""

    def __init__(
        self,
        steps: Steps,
        say: Callable[[str], None],
        *,
        at_once: int = JOBS_AT_ONCE,
        pulse: Pulse | None = None,
    ) -> None:
        self.steps = steps
        self.say = say
        self.at_once = at_once
        self.pulse = pulse or Pulse()

    async def run(self, *meanwhile: Callable[[], Awaitable[Any]]) -> None:
        """Works until it is interrupted, or one of those that run meanwhile ends.

        Jobs under way are given back to the queue then. Raises ConnectorException when the database
        is away.
        """
        url = self.steps.engine.url.set(drivername="postgresql")
        conninfo = url.render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=3))
        app.job_manager = OwnJobs(app.connector)
        for name in TASKS:
            app.task(name=name, pass_context=True, retry=Patience())(self._job(name))
        async with app.open_async():
            working = QueueWorker(
                app,
                concurrency=self.at_once,
                fetch_job_polling_interval=POLL_S,
                delete_jobs="successful",
                shutdown_graceful_timeout=0,
                # It does not notice when it can't give a sign of life any more, so that is done here.
                update_heartbeat_interval=NEVER_S,
                stalled_worker_timeout=10 * self.pulse.silent_s,
            )
            await _first_of(
                working.run(),
                self._stay_alive(working),
                self._look_after_others(),
                *(do() for do in meanwhile),
            )

    def _job(self, name: str) -> Callable[..., Awaitable[None]]:
        async def do(context: JobContext, batch: str = "", **told: Any) -> None:
            if board.SETTLED in told:
                return
            job, order = context.job, Order.of(told)
            turn = Turn(job.id or 0, job.worker_id or 0, job.attempts)
            try:
                await in_thread(lambda: self.steps.do(name, order, turn, batch))
            except TakenOver:
                raise
            except Exception as error:
                is_last = turn.attempts + 1 >= MOST_ATTEMPTS
                self.say(_failed(name, order, error, turn.attempts + 1))
                if is_last:
                    await in_thread(lambda: self.steps.give_up(order, name, without=turn.job_id))
                raise

        return do

    async def _stay_alive(self, working: QueueWorker) -> None:
        while True:
            await asyncio.sleep(self.pulse.every_s)
            if working.worker_id is not None:
                await working.app.job_manager.update_heartbeat(working.worker_id)

    async def _look_after_others(self) -> None:
        while True:
            await asyncio.sleep(self.pulse.every_s)
            with suppress(SQLAlchemyError):  # the next look finds them as well
                await in_thread(self._rescue)

    def _rescue(self) -> None:
        with session_on(self.steps.engine) as session:
            rescued = board.rescue(session, self.pulse.silent_s)
        if rescued.again:
            self.say(f"{rescued.again} jobs of workers that are gone wait for others now.")
        for task, told in rescued.given_up:
            self.say(f"A job ({task}) was given up after {MOST_ATTEMPTS} workers died on it.")
            told.pop("batch", None)
            if board.SETTLED not in told:
                self.steps.give_up(Order.of(told), task)


async def _first_of(*those: Awaitable[Any]) -> None:
    """Waits until one of those ends, and ends the others. Raises what it raised."""
    tasks = [asyncio.ensure_future(one) for one in those]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def in_thread(do: Callable[[], Result]) -> Result:
    """What comes of a long work, done in a thread of its own.

    The thread is a daemon: it may sleep for minutes until a server lets it go on, and nobody waits
    for it once this is cancelled.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def work() -> None:
        result, error = None, None
        try:
            result = do()
        except BaseException as raised:  # raised again where it is awaited
            error = raised
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, daemon=True).start()
    return await future


def _failed(task: str, order: Order, error: Exception, times: int) -> str:
    reason = str(error).splitlines()[0][:200] if str(error) else ""
    end = "it is given up" if times >= MOST_ATTEMPTS else "it will be tried again"
    return f"Crawl {order.crawl_id}, {task}: {type(error).__name__}: {reason}; {end} ({times})."
