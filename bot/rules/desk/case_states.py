"""Which state a case goes to, and which changes are refused."""

from storage.records.consultation import Case, CaseState

OPEN = frozenset(
    {
        CaseState.ACCEPTED,
        CaseState.WORKING,
        CaseState.WAITING,
        CaseState.FORWARDED,
        CaseState.ANSWERED,
    }
)
REOPEN_WITHIN_S = 14 * 24 * 3600


def after_take(state: CaseState) -> CaseState:
    """Taking a fresh case starts the work; a case further on stays where it is."""
    return CaseState.WORKING if state is CaseState.ACCEPTED else state


def after_answer(state: CaseState) -> CaseState:
    """An answer to a closed case does not open it again: it was closed on purpose.

    While the citizen or another body has the word, words of the staff do not change that.
    """
    if state in (CaseState.CLOSED, CaseState.WAITING, CaseState.FORWARDED):
        return state
    return CaseState.ANSWERED


def after_question(state: CaseState) -> CaseState:
    """The citizen wrote: what was answered or waited for her is being worked on again."""
    if state in (CaseState.ANSWERED, CaseState.WAITING, CaseState.CLOSED):
        return CaseState.WORKING
    return state


def answer_is_due(case: Case) -> bool:
    """Whether the office owes her a word by `answer_due_at`: the first, or one to more words."""
    if case.state not in (CaseState.ACCEPTED, CaseState.WORKING):
        return False
    return case.first_answer_at is None or case.answer_due_at > case.first_answer_at


def may_go_on(case: Case, now: int) -> bool:
    """Whether the citizen may add to the case: open, or closed within fourteen days."""
    if case.state in OPEN:
        return True
    return case.closed_at is not None and now - case.closed_at <= REOPEN_WITHIN_S
