"""What can go wrong, by what helps: another attempt, other data, or a person."""

# As perde's exit codes: of the command, a denial, the policy or a key.
DENIED = (2, 77, 78)
BAD_DATA = 65


class PerdeError(Exception):
    """Told without a value of the data: an exit status of perde, a stable code, a sentence, and what to do next."""

    def __init__(self, status, code, message, hints=()):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.hints = tuple(hints)

    def __str__(self):
        return "; ".join([f"{self.message} [{self.code}]", *self.hints])

    def add_hint(self, hint):
        self.hints = (*self.hints, hint)

    # Exceptions travel from executors as pickles, which call the class with `args`.
    def __reduce__(self):
        return (type(self), (self.status, self.code, self.message, self.hints))


class Denied(PerdeError):
    """A refusal by gate, policy, plan or key: no attempt will end well."""


class BadData(PerdeError):
    """A record or a partition that the policy cannot take: no new attempt will help that partition."""


class TryAgain(PerdeError):
    """A worker that died, hung or lost its way, a store that was away: another attempt may end well."""


def failure(status, code, message, hints=()):
    """The failure of an exit status."""
    kind = Denied if status in DENIED else BadData if status == BAD_DATA else TryAgain
    return kind(status, code, message, hints)
