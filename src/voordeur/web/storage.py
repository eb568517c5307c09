"""Static files with a fingerprint in their name when they were collected, plain otherwise."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class LenientManifestStorage(CompressedManifestStaticFilesStorage):
    """A missing fingerprint gives the plain name instead of an error page."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the fingerprinted name if there is one."""
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))
