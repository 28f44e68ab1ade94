"""Settings people may change, with their defaults and why they are what they are."""

from dataclasses import dataclass

from data import workspace

from .thresholds import Limits


class SettingError(ValueError):
    """A value that cannot be; the text is Japanese."""


@dataclass(frozen=True)
class Settings:
    """default_pref: what opens first ('all' or two digits). limits: see thresholds. versions: for writing back."""

    default_pref: str
    limits: Limits
    versions: dict[str, int]


def read() -> Settings:
    """Settings of now; what nobody changed has its default."""
    kept = workspace.read_settings()

    def value(name: str, default):
        return kept[name][0] if name in kept else default
    base = Limits()
    limits = Limits(int(value("small_population", base.small)), int(value("large_population", base.large)),
                    float(value("self_sufficiency", base.self_sufficiency)))
    return Settings(str(value("default_pref", "all")), limits, {name: v for name, (_, v) in kept.items()})


def write(before: Settings, default_pref: str, limits: Limits) -> None:
    """Write what differs from `before`. Raises SettingError, workspace.StaleWrite; then nothing is half-written."""
    if not 0 < limits.small < limits.large:
        raise SettingError("下限の人口は0より大きく、上限の人口より小さくしてください。")
    if not 0 < limits.self_sufficiency < 100:
        raise SettingError("推計自足率の目安は0より大きく100より小さくしてください。")
    wanted = {"default_pref": (before.default_pref, default_pref),
              "small_population": (before.limits.small, limits.small),
              "large_population": (before.limits.large, limits.large),
              "self_sufficiency": (before.limits.self_sufficiency, limits.self_sufficiency)}
    workspace.write_settings({name: (new, before.versions.get(name, 0)) for name, (old, new) in wanted.items() if new != old})
