"""With this folder on PYTHONPATH, an app under test opens links to servers on loopback, and to nothing else.

Python imports a module of this name at its start. The product has no setting for it: only tests know this folder.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.media import web

web.DEFAULT = web.Guard(allowed=lambda address: address.is_loopback)
