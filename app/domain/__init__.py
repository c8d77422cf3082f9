"""Pure rules: vocabularies, dates, stances, names, selectors. They import nothing else of ours."""
