"""What a data set may reveal about people, reported before publication; each concern is fixed or waived."""

from mapapp.maintenance.safety.checks import Checked, Judge, check, judge_of, text_concerns
from mapapp.maintenance.safety.concerns import Concern, Danger, withheld
from mapapp.maintenance.safety.waivers import Waiver, waive

__all__ = [
    "Checked",
    "Concern",
    "Danger",
    "Judge",
    "Waiver",
    "check",
    "judge_of",
    "text_concerns",
    "waive",
    "withheld",
]
