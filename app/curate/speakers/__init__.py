"""Finding out who says what: which sentences report that somebody said something, and who.

This only proposes. The rules are those that a person follows (docs/domain.md, rule passages): a
sentence with a reporting verb whose subject can speak is a statement. The words of each language
are in `languages/`; nothing here is about one language only.

`reading.read_article` reads a text, sentence by sentence. For each of them it asks, in this order:

1. Which people, bodies and places does it name (`names`, `bodies`, `places`, `roles`, `people`)?
2. Which other words may mean a speaker: pronouns, roles, unnamed sources (`mentions`, `nouns`)?
3. Which words report that somebody said something (`cues`, `verbs`), and which quotations are said
   words (`quoted`)?
4. Which mention is the subject of these words (`subjects`), and whom does it mean (`referents`)?
5. If there are none: does the form of the sentence report something, whatever its verb is
   (`forms`)?

Interviews (`interviews`), declarations (`declarations`) and words that a colon introduces
(`blocks`) have rules of their own. `terms`, `tokens` and `article` define what all modules use.
"""
