"""The decision log on screen (AppTest)."""

from streamlit.testing.v1 import AppTest


def log_page():
    from ui import decision_log
    decision_log.decision_log("47", None)


def test_who_speaks_is_kept_for_the_next_line_and_is_not_the_author_of_a_trial(board):
    test = AppTest.from_function(log_page, default_timeout=30).run()
    test.text_area[0].set_value("現行のままとする")
    test.text_input[0].set_value("会長")
    test.button[0].click().run()
    assert not test.exception and test.text_input[0].value == "会長"
    assert "trial author" not in test.session_state
