"""The profile shows the newest edition there is, not a year written into the code."""

from analytics.quantities import newest_flow, newest_report


def test_newest_editions_are_those_of_the_store(board):
    reports = [r[0] for r in board.rows("SELECT DISTINCT published_fy FROM facility_activity")]
    assert newest_report(board) == max(reports, key=lambda fy: int(fy[1:]))
    assert newest_flow(board) == max(r[0] for r in board.rows("SELECT DISTINCT published_fy FROM patient_flow"))
