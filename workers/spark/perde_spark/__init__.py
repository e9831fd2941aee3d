"""perde on Apache Spark: `run` publishes a release of a table; README.md says how."""

from .driver import Released, run
from .failures import BadData, Denied, PerdeError, TryAgain
from .keys import from_environment, from_files

__all__ = ["BadData", "Denied", "PerdeError", "Released", "TryAgain", "from_environment", "from_files", "run"]
