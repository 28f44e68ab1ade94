"""Names of files that people download."""

import pytest

from ui.downloads import file_name


@pytest.mark.parametrize(("stem", "name"), [
    ("沖縄県_構想区域_人口_2025年", "沖縄県_構想区域_人口_2025年.csv"),
    ('人口/面積: "2025"', "人口_面積_ _2025.csv"),
    ("../../etc/passwd", "etc_passwd.csv"),
    ("...", "表.csv"),
    ("長" * 300, "長" * 100 + ".csv"),
])
def test_a_name_has_no_sign_that_windows_forbids(stem, name):
    assert file_name(stem, ".csv") == name
