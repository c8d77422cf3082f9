"""Pure rules: vocabularies, dates, stances, names, selectors. They import no other folder."""
