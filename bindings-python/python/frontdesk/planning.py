"""Planning: closed forms of queueing theory, and days that are played. Rates are per minute, durations in
minutes.

>>> from frontdesk import planning
>>> model = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
>>> round(planning.erlang_c(model)["wait_minutes"], 2)
11.36

A steady state is the average over a day that never ends: it is for the desk where next month is planned, and
no answer to "how long do *I* wait".
"""

from __future__ import annotations

from ._native import (
    erlang_a,
    erlang_b,
    erlang_c,
    erlang_c_wait_exceeds,
    erlang_c_wait_quantile,
    impatient_queue_ahead,
    lognormal_remaining_minutes,
    mgc,
    mgc_residual_minutes,
    mmck,
    queue_ahead,
    queue_ahead_wait_exceeds,
    queue_ahead_wait_quantile,
    service_level_doctors,
    walk_in_day_doctors,
    walk_in_day_waits,
)

__all__ = [
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "erlang_c_wait_exceeds",
    "erlang_c_wait_quantile",
    "impatient_queue_ahead",
    "lognormal_remaining_minutes",
    "mgc",
    "mgc_residual_minutes",
    "mmck",
    "queue_ahead",
    "queue_ahead_wait_exceeds",
    "queue_ahead_wait_quantile",
    "service_level_doctors",
    "walk_in_day_doctors",
    "walk_in_day_waits",
]
