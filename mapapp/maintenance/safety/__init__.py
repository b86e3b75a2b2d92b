"""What a data set may give away about people, told before it is published; each is mended or waived."""

from mapapp.maintenance.safety.checks import Checked, check
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.waivers import Waiver, waive

__all__ = ["Checked", "Concern", "Danger", "Waiver", "check", "waive"]
