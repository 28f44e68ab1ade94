"""What can go wrong with the workspace, in Japanese."""


class WorkspaceError(Exception):
    """The workspace cannot do what was asked; the text is Japanese and says what to do."""


class StaleWrite(WorkspaceError):
    """Someone else changed it meanwhile."""

    def __init__(self):
        super().__init__("ほかの人が先に変更しました。画面を開き直して、もう一度変更してください。")
