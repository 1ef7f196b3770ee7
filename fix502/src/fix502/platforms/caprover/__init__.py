"""CapRover: its API, its log format, its definitions. Facts are of version 1.15.3 unless said otherwise."""

from fix502.platforms.caprover.client import CapRover
from fix502.platforms.caprover.connection import Patience
from fix502.platforms.caprover.credentials import read_password
from fix502.platforms.caprover.logstream import demultiplex

__all__ = ["CapRover", "Patience", "demultiplex", "read_password"]
