"""« Déposer »: files handed over in the window; what files itself is filed, the rest is classified."""
