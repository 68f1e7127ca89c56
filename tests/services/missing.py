"""The one error of this package: a service that the tests need is not to be had."""


class ServiceMissingError(RuntimeError):
    """Says what is missing and what to do. A test never skips for it: it fails."""
