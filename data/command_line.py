"""Command lines that speak Japanese: what argparse says of arguments that it cannot read, and its help."""

import argparse
import os
import re
import sys

# What argparse says (its text after 「argument --x: 」) → what is said.
_WORDS = (
    (r"the following arguments are required: (.*)", "引数が足りません（{}）。"),
    (r"unrecognized arguments: (.*)", "知らない引数です（{}）。"),
    (r"ambiguous option: (\S+) could match (.*)", "「{}」だけでは決められません（{}）。"),
    (r"expected (?:one|at least one|\d+) arguments?", "値がありません。"),
    (r"invalid \S+ value: '(.*)'", "整数で指定してください（{}）。"),
    (r"invalid choice: '(.*)' \(choose from (.*)\)", "「{}」はありません。{} から選んでください。"),
    (r"ignored explicit argument '(.*)'", "値は付けられません（{}）。"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser, and its subcommands, in Japanese. Exit status 2 for arguments that it cannot read."""

    def __init__(self, **options):
        super().__init__(**{"formatter_class": _Help, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "引数", "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を出す")

    def error(self, message: str):
        self.exit(2, f"{in_japanese(message)}\n{self.format_usage()}")


def in_japanese(message: str) -> str:
    """What argparse says of an argument, in Japanese."""
    name, _, rest = message.removeprefix("argument ").partition(": ") if message.startswith("argument ") else ("", "", message)
    for pattern, words in _WORDS:
        if found := re.fullmatch(pattern, rest, re.DOTALL):
            return f"{name}: ".removeprefix(": ") + words.format(*(part.replace("'", "") for part in found.groups()))
    return f"引数を読めません（{name or rest}）。"


def closed_pipe() -> int:
    """The exit status where the reader of stdout (head) has enough; without this Python would complain when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
