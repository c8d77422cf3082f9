"""The character in the place of the base URL in rendered answers."""

PLACEHOLDER = "\ufdd0"  # a Unicode noncharacter; the seed check refuses it in every text
