from ._native import *
from ._errors import *
