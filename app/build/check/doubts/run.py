"""Finding all doubts of a checked seed."""

from app.build.check.checked_seed import CheckedSeed
from app.build.check.doubts import sources
from app.build.check.doubts.finder import Finder
from app.build.check.doubts.processes import check_in_processes
from app.build.check.texts_seen import TextsSeen


def check_doubts(
    checked: CheckedSeed,
    only: str | None = None,
    texts: TextsSeen | None = None,
    processes: int | None = None,
) -> None:
    """Note every doubt in the file that it is about. `only` is the id of a source: then only those
    about it are looked for, and other sources are known from `texts`. Otherwise what is seen of all
    of them is noted there.

    `processes` share the sources; by default as many as there are processors, if the sources are so
    many that it is worth their start.
    """
    seed = checked.seed
    if seed.unreadable & {"people.yaml", "actors.yaml", "countries.csv"}:
        return
    finder = Finder(checked)
    if only is None:
        check_in_processes(finder, processes)
    for folder in seed.folders:
        if folder.source.id == only:
            finder.check(folder)
            if texts is not None:
                sources.check_against_seen(checked, folder, texts)
    sources.check_persons(seed)
    sources.check_capacities(seed)
    if only is None:
        sources.check_titles(seed, finder.named)
        sources.check_sources(checked)
        if texts is not None:
            texts.note([sources.seen_source(checked, folder) for folder in seed.folders])
    sources.check_dates(checked)
