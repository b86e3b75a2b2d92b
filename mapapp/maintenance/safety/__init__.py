"""What a data set may give away about people, told before it is published; each is mended or waived."""

from mapapp.maintenance.safety.checks import Checked, Judge, check, judging, said_concerns
from mapapp.maintenance.safety.concerns import Concern, Danger, withheld
from mapapp.maintenance.safety.waivers import Waiver, waive

__all__ = [
    "Checked",
    "Concern",
    "Danger",
    "Judge",
    "Waiver",
    "check",
    "judging",
    "said_concerns",
    "waive",
    "withheld",
]
