"""Draws the pictures of the notebook page, into this folder or one that is named."""

import sys
from datetime import date
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

import frontdesk

HERE = Path(__file__).parent
FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
NOW = 1_805_439_600  # Friday, 2027-03-19, 08:00 in Berlin

clinic = frontdesk.Clinic((HERE.parents[1] / "core" / "examples" / "berlin.json").read_bytes())
week = frontdesk.Week(clinic, "doc-456", "apt-001", date(2027, 3, 23), NOW)
(FOLDER / "week.svg").write_text(week.svg() + "\n", encoding="utf-8")

table = clinic.utilisation_table({"from": 1_805_670_000, "to": 1_806_872_400}, NOW)
days = pd.DataFrame.from_arrow(table)
by_day = days.groupby("date")[["booked_minutes", "held_minutes", "free_minutes"]].sum() / 60
axes = by_day.plot.bar(stacked=True, color=["#3565c4", "#d9a441", "#a9d8b8"], width=0.8, figsize=(8, 3.4))
axes.set(xlabel="", ylabel="hours of all doctors", title="Two weeks of the Berlin practice")
axes.set_xticklabels([f"{pd.Timestamp(day):%a %d}" for day in by_day.index], rotation=0, fontsize=8)
axes.legend(["booked", "held", "free"], frameon=False)
plt.tight_layout()
plt.savefig(FOLDER / "utilisation.png", dpi=110)
