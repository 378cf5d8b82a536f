"""Every state of the window made up, for the pictures of the documentation and for tests. Not shipped."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

#: What makes the widget of a picture.
Preview = Callable[[], QWidget]
